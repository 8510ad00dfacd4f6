package org.latchkey.client;

import java.util.Base64;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** Has KMS decrypt delivered private keys, as the service to which they were delivered. */
public final class PrivateKeyDecryptor implements AutoCloseable {
  private final SdkHttpClient http;
  private final KmsClient kms;

  /**
   * A decryptor for the certificates of one Region.
   *
   * @param endpoint the server
   * @param region the certificates' Region
   * @param credentials the service's
   */
  public PrivateKeyDecryptor(Endpoint endpoint, Region region, ServiceCredentials credentials) {
    http = endpoint.httpClient();
    kms =
        endpoint.client(
            KmsClient.builder(),
            region,
            AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey()),
            http);
  }

  /**
   * Calls {@code Decrypt}.
   *
   * @return the private key as PKCS #8 (RFC 5958), DER; the caller's to zero
   * @throws software.amazon.awssdk.services.kms.model.KmsException where KMS refuses, for example
   *     {@code AccessDeniedException} when the association has ended
   */
  public byte[] decrypt(CertificateDelivery delivery) {
    return kms.decrypt(
            request ->
                request
                    .keyId(delivery.keyArn())
                    .ciphertextBlob(
                        SdkBytes.fromByteArrayUnsafe(
                            Base64.getDecoder().decode(delivery.encryptedPrivateKey())))
                    .encryptionContext(delivery.encryptionContext()))
        .plaintext()
        // Without a copy, so that the caller zeroes the only array that the SDK hands out.
        .asByteArrayUnsafe();
  }

  @Override
  public void close() {
    kms.close();
    http.close();
  }
}
