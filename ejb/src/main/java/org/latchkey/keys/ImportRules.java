package org.latchkey.keys;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.WrappingAlgorithm;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * What may be imported, how it is wrapped, and for how long it is kept.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-get-public-key-and-token.html#select-wrapping-algorithm">AWS
 *     KMS Developer Guide, Select a wrapping algorithm</a>
 */
final class ImportRules {

  /** How long a wrapping key and its token are good for. */
  static final Duration TOKEN_LIFE = Duration.ofHours(24);

  private static final Duration LONGEST_VALIDITY = Duration.ofDays(365);
  private static final String WITHDRAWN_ALGORITHM = "RSAES_PKCS1_V1_5";

  private ImportRules() {}

  /**
   * Refuses a spec whose keys are always generated here.
   *
   * @throws ServiceException {@code UnsupportedOperationException}
   */
  static void requireImportable(KeySpec spec) {
    if (spec.isMlDsa() || spec.isMlKem()) {
      throw unsupported("Key material of " + spec + " cannot be imported.");
    }
  }

  /**
   * The wrapping algorithm, where it goes with the wrapping key and with the material.
   *
   * @param algorithm the wire value of {@code AlgorithmSpec}
   * @param wrappingKey an RSA spec or SM2
   * @param material the spec of the key that the material is for
   * @throws ServiceException {@code UnsupportedOperationException}
   */
  static WrappingAlgorithm algorithm(String algorithm, KeySpec wrappingKey, KeySpec material) {
    if (algorithm.equals(WITHDRAWN_ALGORITHM)) {
      throw unsupported("The wrapping algorithm " + algorithm + " is not supported.");
    }
    WrappingAlgorithm asked = WrappingAlgorithm.valueOf(algorithm);
    if ((asked == WrappingAlgorithm.SM2PKE) != (wrappingKey == KeySpec.SM2)) {
      throw unsupported(
          "The wrapping algorithm "
              + asked
              + " is not compatible with the wrapping key spec "
              + wrappingKey
              + ".");
    }
    if (!fits(asked, wrappingKey, material)) {
      throw unsupported(
          "The wrapping algorithm "
              + asked
              + " with a wrapping key of "
              + wrappingKey
              + " is not compatible with key material of "
              + material
              + ".");
    }
    return asked;
  }

  private static boolean fits(WrappingAlgorithm algorithm, KeySpec wrappingKey, KeySpec material) {
    return switch (algorithm) {
      case RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256 ->
          !material.isRsa()
              && !(material == KeySpec.ECC_NIST_P521 && wrappingKey == KeySpec.RSA_2048);
      case RSA_AES_KEY_WRAP_SHA_1, RSA_AES_KEY_WRAP_SHA_256 ->
          material.isAsymmetric() && material != KeySpec.SM2;
      case SM2PKE -> material.isAsymmetric();
    };
  }

  /**
   * When the material expires; null for never.
   *
   * @param model null for the default, that it expires
   * @throws ServiceException {@code ValidationException} where model and date do not agree, the
   *     date has passed or is more than 365 days ahead
   */
  static @Nullable Instant expiry(
      @Nullable ExpirationModel model, @Nullable Instant validTo, Instant now) {
    if (model == ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE) {
      if (validTo != null) {
        throw invalid("ValidTo must not be specified for key material that does not expire.");
      }
      return null;
    }
    if (validTo == null) {
      throw invalid("ValidTo must be specified for key material that expires.");
    }
    if (!validTo.isAfter(now)) {
      throw invalid("ValidTo must be in the future.");
    }
    if (validTo.isAfter(now.plus(LONGEST_VALIDITY))) {
      throw invalid("ValidTo must be at most " + LONGEST_VALIDITY.toDays() + " days ahead.");
    }
    return validTo;
  }

  static ServiceException unsupported(String sentence) {
    return new ServiceException(KeyFault.UNSUPPORTED_OPERATION, sentence);
  }

  static ServiceException invalid(String sentence) {
    return new ServiceException(CommonFault.VALIDATION, sentence);
  }
}
