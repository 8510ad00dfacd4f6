/**
 * Events of certificates as e-mail or webhook, where an account asks for it.
 *
 * <p>{@link org.latchkey.notifications.EventSubscriptionOperations} is the public API, and {@link
 * org.latchkey.notifications.SubscriptionConfirmations} what mail addresses are confirmed by. The
 * contract with webhooks is in {@code docs/messaging.md}.
 *
 * <p>Always: what is to be told is written in the transaction in which it happens, and forgotten
 * once it has been taken; one subscription's events are told in their order; nobody gets mail but
 * one link who has not confirmed; no transaction is open while somebody is told.
 */
@NullMarked
package org.latchkey.notifications;

import org.jspecify.annotations.NullMarked;
