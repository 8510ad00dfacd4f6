/**
 * What holds for every transaction that a call begins, whatever it does.
 *
 * <p>For no one to call: it takes effect where {@code @Transactional} stands on a bean, without a
 * type of its own. It uses nothing of Latchkey's.
 */
@NullMarked
package org.latchkey.transactions;

import org.jspecify.annotations.NullMarked;
