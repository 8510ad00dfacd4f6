/**
 * What happens before the first request: the root key is opened and held against the database, and
 * the first account is made.
 *
 * <p>Always: a server whose root key is not the one that the database's material is wrapped under
 * does not start.
 */
@NullMarked
package org.latchkey.startup;

import org.jspecify.annotations.NullMarked;
