package org.latchkey.keys;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;

/** Says of a key what the published metadata says. */
final class KeyDescription {

  /** The specs that the deprecated {@code CustomerMasterKeySpec} has a value for. */
  private static final Set<KeySpec> CUSTOMER_MASTER_KEY_SPECS =
      EnumSet.of(
          KeySpec.RSA_2048,
          KeySpec.RSA_3072,
          KeySpec.RSA_4096,
          KeySpec.ECC_NIST_P256,
          KeySpec.ECC_NIST_P384,
          KeySpec.ECC_NIST_P521,
          KeySpec.ECC_SECG_P256K1,
          KeySpec.SYMMETRIC_DEFAULT,
          KeySpec.HMAC_224,
          KeySpec.HMAC_256,
          KeySpec.HMAC_384,
          KeySpec.HMAC_512,
          KeySpec.SM2);

  private KeyDescription() {}

  static KeyMetadata of(KeySnapshot key) {
    KeySpec spec = key.spec();
    KeyUsage usage = key.usage();
    return new KeyMetadata(
        key.account(),
        key.keyId(),
        key.arn().toString(),
        key.createdAt(),
        key.state() == KeyState.ENABLED,
        key.description(),
        usage,
        key.state().wireName(),
        key.deletionAt(),
        null,
        key.origin().name(),
        null,
        null,
        null,
        key.manager(),
        CUSTOMER_MASTER_KEY_SPECS.contains(spec) ? spec.name() : null,
        spec,
        usage == KeyUsage.ENCRYPT_DECRYPT ? names(spec.encryptionAlgorithms()) : null,
        usage == KeyUsage.SIGN_VERIFY ? names(spec.signingAlgorithms()) : null,
        usage == KeyUsage.KEY_AGREEMENT ? names(spec.keyAgreementAlgorithms()) : null,
        key.multiRegion(),
        relatives(key),
        null,
        usage == KeyUsage.GENERATE_VERIFY_MAC ? names(spec.macAlgorithms()) : null,
        null,
        spec == KeySpec.SYMMETRIC_DEFAULT ? key.currentMaterialId() : null);
  }

  private static List<String> names(List<? extends Enum<?>> algorithms) {
    return algorithms.stream().map(Enum::name).toList();
  }

  private static KeyMetadata.@Nullable MultiRegionConfiguration relatives(KeySnapshot key) {
    if (!key.multiRegion()) {
      return null;
    }
    return new KeyMetadata.MultiRegionConfiguration(
        "PRIMARY", new KeyMetadata.MultiRegionKey(key.arn().toString(), key.region()), List.of());
  }
}
