package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.kms.AWSKMS;
import com.amazonaws.services.kms.AWSKMSClientBuilder;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.integration.awskms.AwsKmsAead;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/**
 * Tink's AWS KMS client, which speaks through the first generation of the AWS SDK for Java. It
 * gives associated data to KMS as an encryption context.
 */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TinkIT {
  private static final byte[] PLAINTEXT = "attack at dawn".getBytes(UTF_8);
  private static final byte[] ASSOCIATED = "tenant blue".getBytes(UTF_8);
  private static final byte[] OTHER = "tenant green".getBytes(UTF_8);

  private final AwsClients clients;
  private final KmsClient kms;
  private final AWSKMS tinksKms;

  TinkIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    kms = clients.kms();
    tinksKms =
        AWSKMSClientBuilder.standard()
            .withEndpointConfiguration(
                new EndpointConfiguration(server.endpoint().toString(), LatchkeyServer.REGION))
            .withCredentials(
                new AWSStaticCredentialsProvider(
                    new BasicAWSCredentials(
                        LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY)))
            .build();
  }

  @BeforeAll
  static void registerAead() throws GeneralSecurityException {
    AeadConfig.register();
  }

  @AfterAll
  void close() {
    tinksKms.shutdown();
    clients.close();
  }

  @Test
  void ciphertext_isDecryptedWithItsAssociatedDataAlone() throws Exception {
    Aead aead = new AwsKmsAead(tinksKms, newKey().arn());

    byte[] ciphertext = aead.encrypt(PLAINTEXT, ASSOCIATED);

    assertThat(aead.decrypt(ciphertext, ASSOCIATED)).isEqualTo(PLAINTEXT);
    assertNotDecrypted(aead, ciphertext, OTHER);
    assertNotDecrypted(aead, ciphertext, new byte[0]);
  }

  @Test
  void ciphertextWithoutAssociatedData_isDecryptedWithoutIt() throws Exception {
    Aead aead = new AwsKmsAead(tinksKms, newKey().arn());

    byte[] ciphertext = aead.encrypt(PLAINTEXT, new byte[0]);

    assertThat(aead.decrypt(ciphertext, new byte[0])).isEqualTo(PLAINTEXT);
    assertNotDecrypted(aead, ciphertext, ASSOCIATED);
  }

  @Test
  void ciphertextOfAnotherKey_isNotDecrypted() throws Exception {
    byte[] ciphertext = new AwsKmsAead(tinksKms, newKey().arn()).encrypt(PLAINTEXT, ASSOCIATED);

    assertNotDecrypted(new AwsKmsAead(tinksKms, newKey().arn()), ciphertext, ASSOCIATED);
  }

  @Test
  void envelope_isOpenedWithItsKeyAndAssociatedData() throws Exception {
    KeyMetadata key = newKey();
    Aead envelope =
        KmsEnvelopeAead.create(
            PredefinedAeadParameters.AES256_GCM, new AwsKmsAead(tinksKms, key.arn()));

    byte[] ciphertext = envelope.encrypt(PLAINTEXT, ASSOCIATED);

    assertThat(envelope.decrypt(ciphertext, ASSOCIATED)).isEqualTo(PLAINTEXT);
    assertNotDecrypted(envelope, ciphertext, OTHER);
    kms.disableKey(request -> request.keyId(key.keyId()));
    assertNotDecrypted(envelope, ciphertext, ASSOCIATED);
  }

  @Test
  void keyset_isKeptEncryptedUnderTheKey() throws Exception {
    Aead wrapping = new AwsKmsAead(tinksKms, newKey().arn());
    KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
    byte[] ciphertext = aead(keyset).encrypt(PLAINTEXT, ASSOCIATED);

    byte[] kept = TinkProtoKeysetFormat.serializeEncryptedKeyset(keyset, wrapping, ASSOCIATED);

    KeysetHandle read = TinkProtoKeysetFormat.parseEncryptedKeyset(kept, wrapping, ASSOCIATED);
    assertThat(aead(read).decrypt(ciphertext, ASSOCIATED)).isEqualTo(PLAINTEXT);
    assertThatExceptionOfType(GeneralSecurityException.class)
        .isThrownBy(() -> TinkProtoKeysetFormat.parseEncryptedKeyset(kept, wrapping, OTHER));
  }

  private KeyMetadata newKey() {
    return kms.createKey().keyMetadata();
  }

  private static Aead aead(KeysetHandle keyset) throws GeneralSecurityException {
    return keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  private static void assertNotDecrypted(Aead aead, byte[] ciphertext, byte[] associatedData) {
    assertThatExceptionOfType(GeneralSecurityException.class)
        .isThrownBy(() -> aead.decrypt(ciphertext, associatedData));
  }
}
