/**
 * The pages behind the links of mail: on which whoever reads a domain's mail approves of a
 * certificate, at {@code /validation/email}, and whoever reads an address confirms that events are
 * to be sent there, at {@code /events/subscription}.
 *
 * <p>Always: opening a page changes nothing; what is done needs a form to be sent that holds the
 * token, which nobody has but the reader of the mail.
 */
@NullMarked
package org.latchkey.web.approval;

import org.jspecify.annotations.NullMarked;
