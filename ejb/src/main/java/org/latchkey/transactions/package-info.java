/**
 * What holds for every transaction that a call begins, whatever it does.
 *
 * <p>For no one to call: it takes effect where {@code @Transactional} stands on a bean, without a
 * type of its own, or with the type {@code REQUIRES_NEW}. It uses nothing but what is shared.
 */
@NullMarked
package org.latchkey.transactions;

import org.jspecify.annotations.NullMarked;
