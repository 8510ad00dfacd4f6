package org.latchkey.grants;

import java.util.Optional;
import org.latchkey.crypto.KeyUsage;
import org.latchkey.keys.KeySnapshot;

/** What a grant can allow, by the names of KMS's service model. */
enum GrantOperation {
  Decrypt,
  Encrypt,
  GenerateDataKey,
  GenerateDataKeyWithoutPlaintext,
  ReEncryptFrom,
  ReEncryptTo,
  Sign,
  Verify,
  GetPublicKey,
  CreateGrant,
  RetireGrant,
  DescribeKey,
  GenerateDataKeyPair,
  GenerateDataKeyPairWithoutPlaintext,
  GenerateMac,
  VerifyMac,
  DeriveSharedSecret,
  Encapsulate,
  Decapsulate;

  /** The operation that an IAM action is, for example {@code kms:Decrypt}. */
  static Optional<GrantOperation> ofAction(String action) {
    for (GrantOperation operation : values()) {
      if (action.equals(operation.action())) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }

  String action() {
    return "kms:" + name();
  }

  /** Whether the encryption-context constraints of a grant are asked for this operation. */
  boolean heedsEncryptionContext() {
    return this != DescribeKey && this != RetireGrant && this != CreateGrant;
  }

  /** Whether a grant of {@code key} can list this operation. */
  boolean fits(KeySnapshot key) {
    KeyUsage usage = key.usage();
    return switch (this) {
      case CreateGrant, RetireGrant, DescribeKey -> true;
      case GetPublicKey -> key.spec().isAsymmetric();
      case Decrypt, Encrypt, ReEncryptFrom, ReEncryptTo -> usage == KeyUsage.ENCRYPT_DECRYPT;
      case GenerateDataKey,
          GenerateDataKeyWithoutPlaintext,
          GenerateDataKeyPair,
          GenerateDataKeyPairWithoutPlaintext ->
          usage == KeyUsage.ENCRYPT_DECRYPT && key.spec().isSymmetric();
      case Sign, Verify -> usage == KeyUsage.SIGN_VERIFY;
      case GenerateMac, VerifyMac -> usage == KeyUsage.GENERATE_VERIFY_MAC;
      case DeriveSharedSecret -> usage == KeyUsage.KEY_AGREEMENT;
      case Encapsulate, Decapsulate -> usage == KeyUsage.ENCAPSULATE_DECAPSULATE;
    };
  }
}
