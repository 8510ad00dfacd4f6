package org.latchkey.keys;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;
import org.latchkey.shared.Arn;

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

  static final String PRIMARY = "PRIMARY";
  static final String REPLICA = "REPLICA";

  private KeyDescription() {}

  /**
   * @param regions where a multi-Region key and its relatives are; empty to leave the relatives out
   */
  static KeyMetadata of(KeySnapshot key, List<String> regions) {
    KeySpec spec = key.spec();
    KeyUsage usage = key.usage();
    CustomKeyStoreLink keyStore = key.customKeyStore();
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
        key.validTo(),
        key.origin().name(),
        keyStore == null ? null : keyStore.id(),
        keyStore == null ? null : keyStore.clusterId(),
        key.expirationModel(),
        key.manager(),
        CUSTOMER_MASTER_KEY_SPECS.contains(spec) ? spec.name() : null,
        spec,
        usage == KeyUsage.ENCRYPT_DECRYPT ? names(spec.encryptionAlgorithms()) : null,
        usage == KeyUsage.SIGN_VERIFY ? names(spec.signingAlgorithms()) : null,
        usage == KeyUsage.KEY_AGREEMENT ? names(spec.keyAgreementAlgorithms()) : null,
        usage == KeyUsage.ENCAPSULATE_DECAPSULATE ? names(spec.encapsulationAlgorithms()) : null,
        key.multiRegion(),
        relatives(key, regions),
        key.state() == KeyState.PENDING_REPLICA_DELETION ? key.pendingWindow() : null,
        usage == KeyUsage.GENERATE_VERIFY_MAC ? names(spec.macAlgorithms()) : null,
        null,
        spec.isSymmetric() && keyStore == null && key.currentMaterial() > 0
            ? key.currentMaterialId()
            : null);
  }

  private static List<String> names(List<? extends Enum<?>> algorithms) {
    return algorithms.stream().map(Enum::name).toList();
  }

  private static KeyMetadata.@Nullable MultiRegionConfiguration relatives(
      KeySnapshot key, List<String> regions) {
    String primary = key.primaryRegion();
    if (primary == null || regions.isEmpty()) {
      return null;
    }
    return new KeyMetadata.MultiRegionConfiguration(
        key.isMultiRegionPrimary() ? PRIMARY : REPLICA,
        relative(key, primary),
        regions.stream()
            .filter(region -> !region.equals(primary))
            .sorted()
            .map(region -> relative(key, region))
            .toList());
  }

  private static KeyMetadata.MultiRegionKey relative(KeySnapshot key, String region) {
    return new KeyMetadata.MultiRegionKey(
        Arn.of("kms", region, key.account(), "key/" + key.keyId()).toString(), region);
  }
}
