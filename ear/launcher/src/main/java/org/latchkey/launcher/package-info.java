/**
 * The command line of Latchkey: {@code serve}, {@code demo} and {@code version}.
 *
 * <p>The launcher reads flags and {@code LATCHKEY_*} variables, refuses what is wrong with one
 * sentence, prepares the data folder, and boots Payara Micro with the enterprise archive in this
 * process. What the application needs to know it finds in system properties {@code latchkey.*}.
 *
 * <p>What always holds: one server a data folder; the folder is the owner's alone; nothing listens
 * on another address than the configured one; standard output carries what the user asked for, the
 * log goes to {@code <data>/logs}, warnings to standard error as well.
 */
@NullMarked
package org.latchkey.launcher;

import org.jspecify.annotations.NullMarked;
