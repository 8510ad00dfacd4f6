/**
 * Who a request comes from: accounts, users, access keys, and the Signature Version 4 that proves
 * possession of a secret access key.
 *
 * <p>Every feature and the edges may use this package; it uses {@code shared} and {@code crypto}
 * alone.
 *
 * <p>Always: a request is refused unless its signature covers the method, path, query, host, every
 * {@code x-amz-*} header and the whole body; an access key id names one secret for ever; secrets
 * are compared in constant time and live in {@link org.latchkey.crypto.SecretBytes}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">IAM
 *     User Guide, Create a signed AWS API request</a>
 */
@NullMarked
package org.latchkey.identity;

import org.jspecify.annotations.NullMarked;
