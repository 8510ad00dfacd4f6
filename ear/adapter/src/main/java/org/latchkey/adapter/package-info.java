/**
 * Messaging for Latchkey: Artemis's resource adapter, and the broker it starts where none is
 * configured.
 *
 * <p>The application server deploys {@link org.latchkey.adapter.LatchkeyResourceAdapter} from the
 * resource adapter archive. The product registers a {@link org.latchkey.adapter.BrokerAccess} at
 * its start; everything else here is configured by system properties ({@code latchkey.data}, {@code
 * latchkey.bind}, {@code latchkey.broker-port}, {@code latchkey.broker-url}, {@code
 * latchkey.broker-user}, {@code latchkey.broker-password}).
 *
 * <p>What always holds for the embedded broker: it listens on the configured address alone; nobody
 * logs in before the product has registered its {@code BrokerAccess}; a service reaches its own
 * queues and {@code latchkey.associations}, nothing else; every message is stamped with the user
 * who sent it; a durable message that was accepted is on disk.
 */
@NullMarked
package org.latchkey.adapter;

import org.jspecify.annotations.NullMarked;
