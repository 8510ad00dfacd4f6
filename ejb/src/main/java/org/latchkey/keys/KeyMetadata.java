package org.latchkey.keys;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;

/**
 * What {@code CreateKey} and {@code DescribeKey} say of a key.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html">AWS KMS
 *     API Reference, KeyMetadata</a>
 */
public record KeyMetadata(
    @Nullable String awsAccountId,
    String keyId,
    String arn,
    Instant creationDate,
    boolean enabled,
    String description,
    KeyUsage keyUsage,
    String keyState,
    @Nullable Instant deletionDate,
    @Nullable Instant validTo,
    String origin,
    @Nullable String customKeyStoreId,
    @Nullable String cloudHsmClusterId,
    @Nullable ExpirationModel expirationModel,
    KeyManagerType keyManager,
    @Nullable String customerMasterKeySpec,
    KeySpec keySpec,
    @Nullable List<String> encryptionAlgorithms,
    @Nullable List<String> signingAlgorithms,
    @Nullable List<String> keyAgreementAlgorithms,
    @Nullable List<String> encapsulationAlgorithms,
    @Nullable Boolean multiRegion,
    @Nullable MultiRegionConfiguration multiRegionConfiguration,
    @Nullable Integer pendingDeletionWindowInDays,
    @Nullable List<String> macAlgorithms,
    @Nullable XksKeyConfiguration xksKeyConfiguration,
    @Nullable String currentKeyMaterialId) {

  /** What there is to say of {@code key} itself; of its relatives in other Regions nothing. */
  public static KeyMetadata of(KeySnapshot key) {
    return KeyDescription.of(key, List.of());
  }

  /** A multi-Region key's relatives. */
  public record MultiRegionConfiguration(
      String multiRegionKeyType, MultiRegionKey primaryKey, List<MultiRegionKey> replicaKeys) {}

  /** One of a multi-Region key's relatives. */
  public record MultiRegionKey(String arn, String region) {}

  /** The external key behind a key of an external key store. */
  public record XksKeyConfiguration(String id) {}
}
