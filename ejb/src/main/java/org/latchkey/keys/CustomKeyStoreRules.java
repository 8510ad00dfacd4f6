package org.latchkey.keys;

import org.latchkey.crypto.KeySpec;
import org.latchkey.keys.KeyOperations.CreateKeyRequest;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * What a key in a custom key store may be.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/manage-cmk-keystore.html">AWS
 *     KMS Developer Guide, KMS keys in a CloudHSM key store</a>
 */
final class CustomKeyStoreRules {

  private CustomKeyStoreRules() {}

  /**
   * Holds a request's origin, key store, spec and Regions against each other.
   *
   * @throws ServiceException {@code ValidationException} or {@code UnsupportedOperationException}
   */
  static void requireConsistent(CreateKeyRequest request, KeySpec spec) {
    boolean inCloudHsm = request.origin() == Origin.AWS_CLOUDHSM;
    if (inCloudHsm != (request.customKeyStoreId() != null)) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "Origin AWS_CLOUDHSM and CustomKeyStoreId must be given together.");
    }
    if (request.xksKeyId() != null) {
      throw new ServiceException(
          CommonFault.VALIDATION, "XksKeyId is for keys of origin EXTERNAL_KEY_STORE.");
    }
    if (inCloudHsm && spec != KeySpec.SYMMETRIC_DEFAULT) {
      throw new ServiceException(
          KeyFault.UNSUPPORTED_OPERATION,
          "A custom key store holds symmetric encryption keys, not keys of spec " + spec + ".");
    }
    if (inCloudHsm && Boolean.TRUE.equals(request.multiRegion())) {
      throw new ServiceException(
          KeyFault.UNSUPPORTED_OPERATION, "A multi-Region key cannot be in a custom key store.");
    }
  }
}
