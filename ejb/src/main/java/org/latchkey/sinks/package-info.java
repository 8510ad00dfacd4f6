/**
 * Second places for the trail's records, besides the files: a syslog server reached over TLS, and a
 * JMS topic.
 *
 * <p>Each has a thread and a bounded queue of its own, so that one which is slow or down holds
 * nobody up; what it has missed it is given when it is back, as far as the queue reaches.
 */
@NullMarked
package org.latchkey.sinks;

import org.jspecify.annotations.NullMarked;
