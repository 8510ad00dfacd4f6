package org.latchkey.tests;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** The KMS keys of a test class: of each spec and usage as many as are asked for, made once. */
final class KmsKeys {
  private record Kind(KeySpec spec, KeyUsageType usage, int number) {}

  private final KmsClient kms;
  private final Map<Kind, String> keyIds = new ConcurrentHashMap<>();

  KmsKeys(KmsClient kms) {
    this.kms = kms;
  }

  /** The id of the one key of this spec and usage. */
  String one(KeySpec spec, KeyUsageType usage) {
    return keyId(new Kind(spec, usage, 1));
  }

  /** The id of another key of this spec and usage. */
  String another(KeySpec spec, KeyUsageType usage) {
    return keyId(new Kind(spec, usage, 2));
  }

  /** A key's public half, SubjectPublicKeyInfo in DER. */
  byte[] publicKey(String keyId) {
    return kms.getPublicKey(request -> request.keyId(keyId)).publicKey().asByteArray();
  }

  private String keyId(Kind kind) {
    return keyIds.computeIfAbsent(
        kind,
        wanted ->
            kms.createKey(request -> request.keySpec(wanted.spec()).keyUsage(wanted.usage()))
                .keyMetadata()
                .keyId());
  }

  /** So many bytes. */
  static SdkBytes bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return SdkBytes.fromByteArray(bytes);
  }

  /** The same bytes, with one bit of the last one turned. */
  static SdkBytes altered(SdkBytes original) {
    byte[] bytes = original.asByteArray();
    bytes[bytes.length - 1] ^= 1;
    return SdkBytes.fromByteArray(bytes);
  }
}
