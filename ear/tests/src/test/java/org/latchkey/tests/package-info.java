/**
 * Tests of what is shipped: the runnable jar as a process of its own, and the enterprise archive in
 * the container.
 *
 * <p>For whoever writes one here: take a {@link org.latchkey.tests.LatchkeyServer} as a parameter
 * of a test class under {@link org.latchkey.tests.LatchkeyExtension}, and it is the one server that
 * all test classes share; so make your own keys and certificates, and count on nothing being empty.
 * It may be killed and started again as well, which takes half a minute; only a test that
 * configures a server, or ruins it, starts its own with {@link
 * org.latchkey.tests.LatchkeyServer#configure}.
 *
 * <p>Each test runs on H2 and again on PostgreSQL, unless it is tagged. {@code postgresql} has one
 * run there alone: it needs several nodes, or rows that it can reach while the server runs, or a
 * server of its own. {@code any-database} has one run on H2 alone: it is about cryptography,
 * protocols, command lines or browsers, and others put the queries that it leads to to PostgreSQL.
 * Every query should meet PostgreSQL in some test.
 */
@NullMarked
package org.latchkey.tests;

import org.jspecify.annotations.NullMarked;
