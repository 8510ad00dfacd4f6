/**
 * Certificates that are requested from a private or public CA or imported, their private keys,
 * renewal and export: ACM's API.
 *
 * <p>{@link org.latchkey.certificates.CertificateOperations}, {@link
 * org.latchkey.certificates.LifecycleOperations}, {@link
 * org.latchkey.certificates.SearchOperations}, {@link
 * org.latchkey.certificates.CertificateTagOperations} and {@link
 * org.latchkey.certificates.AccountConfigurationOperations} are the public API, {@link
 * org.latchkey.certificates.CertificateUse} what associations build on, {@link
 * org.latchkey.certificates.CertificateRenewals} and {@link
 * org.latchkey.certificates.PrivateKeyReencryption} what the batch jobs work through.
 *
 * <p>Always: a private key is stored only as a KMS ciphertext under the account's {@code
 * alias/aws/acm}, with the encryption context {@code aws:acm:arn} = the certificate's ARN; in plain
 * it lives in {@link org.latchkey.crypto.SecretBytes} for as long as it takes to encrypt it,
 * re-encrypt it or seal it for export; an ARN never changes, whatever is renewed or imported under
 * it; a certificate in use is not deleted.
 */
@NullMarked
package org.latchkey.certificates;

import org.jspecify.annotations.NullMarked;
