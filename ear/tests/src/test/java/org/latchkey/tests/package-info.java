/**
 * Tests of what is shipped: the runnable jar as a process of its own, and the enterprise archive in
 * the container.
 *
 * <p>For whoever writes one here: take a {@link org.latchkey.tests.LatchkeyServer} as a parameter
 * of a test class under {@link org.latchkey.tests.LatchkeyExtension}, and it is the one server that
 * all test classes share; so make your own keys and certificates, and count on nothing being empty.
 * A test that stops, kills or configures a server starts its own with {@link
 * org.latchkey.tests.LatchkeyServer#configure}. Each test runs on H2 and again on PostgreSQL,
 * unless it is tagged {@code any-database} or, where it needs several nodes, {@code postgresql}.
 */
@NullMarked
package org.latchkey.tests;

import org.jspecify.annotations.NullMarked;
