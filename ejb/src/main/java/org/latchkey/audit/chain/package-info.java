/**
 * What a trail looks like on disk, and whether it is still as it was written.
 *
 * <p>A node's records are lines of files that are named after their first record's number. Each
 * line ends with a {@link org.latchkey.audit.chain.ChainLink}: the record's number and the SHA-256
 * of the line before it, over files and restarts. Digests, each signed and each naming the one
 * before it, say which record was the last at their time. {@link
 * org.latchkey.audit.chain.TrailVerification} holds all of that against each other.
 *
 * <p>Always: nothing here needs the server, its database or its keys, so that the command line can
 * verify a folder that was copied elsewhere. Hashing and the check of signatures are passed in.
 */
@NullMarked
package org.latchkey.audit.chain;

import org.jspecify.annotations.NullMarked;
