/**
 * Integrated services and the certificates that they serve: who may speak for which resource, what
 * they are sent, and the grants that let them decrypt it.
 *
 * <p>{@link org.latchkey.associations.ServiceOperations} and {@link
 * org.latchkey.associations.AssociationOperations} are the public API; {@code AssociationMessages}
 * takes the same requests from the queue {@code latchkey.associations}. The contract with services
 * is {@code docs/messaging.md}.
 *
 * <p>Always: an association and its grant are made and ended in one transaction, and what is to be
 * said about it leaves through the outbox that the same transaction writes; at most one association
 * joins a certificate and a resource; a service hears and speaks only of resources that are its
 * own.
 */
@NullMarked
package org.latchkey.associations;

import org.jspecify.annotations.NullMarked;
