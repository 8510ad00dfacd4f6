/**
 * The wire front: AWS's JSON 1.1 and Query protocols over HTTP, for SDKs and command lines.
 *
 * <p>A request's way: read the body up to a bound, verify its Signature Version 4, find the
 * operation in its service's table, read the body into the operation's record, call the operation,
 * write the reply. The service models beside these classes say what each shape holds; a record that
 * does not fit its shape stops the start.
 *
 * <p>Always: nothing of a request is looked at before its signature holds; what a client says is
 * read whole or refused; sensitive values appear in no message and no log; whatever is refused
 * before it reaches an operation is told to {@link org.latchkey.web.wire.RefusedCalls}; every reply
 * carries a request id.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">Smithy, AWS JSON
 *     1.1 protocol</a>
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">Smithy, AWS Query
 *     protocol</a>
 */
@NullMarked
package org.latchkey.web.wire;

import org.jspecify.annotations.NullMarked;
