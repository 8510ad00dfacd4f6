package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.latchkey.audit.DigestSigner;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.MessageType;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.SigningAlgorithm;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.keys.ManagedKeys;
import org.latchkey.keyuse.SigningOperations.GetPublicKeyRequest;
import org.latchkey.keyuse.SigningOperations.SignRequest;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Settings;

/**
 * Has KMS sign the trail's digests with {@code alias/aws/latchkey-audit}: a key in no customer's
 * account, so that no customer's administrator can sign with it, disable it or delete it.
 */
@ApplicationScoped
class TrailDigestSigner implements DigestSigner {

  private static final String SERVICE = "latchkey-audit";

  @Inject private ManagedKeys managedKeys;
  @Inject private SigningOperations signing;

  @Override
  public byte[] sign(byte[] message) {
    return signing
        .sign(
            caller(),
            new SignRequest(
                keyId(),
                SecretBytes.copyOf(message),
                MessageType.RAW,
                null,
                SigningAlgorithm.ECDSA_SHA_256,
                null))
        .signature();
  }

  @Override
  public byte[] publicKey() {
    return signing.getPublicKey(caller(), new GetPublicKeyRequest(keyId(), null)).publicKey();
  }

  private String keyId() {
    KeySnapshot key =
        managedKeys.signingKeyOfService(
            SERVICE,
            Settings.region(),
            KeySpec.ECC_NIST_P256,
            "Key that signs the digests of the audit trail");
    return key.arn().toString();
  }

  private static Caller caller() {
    return Caller.service(
        SERVICE + ".amazonaws.com",
        ManagedKeys.SERVICE_ACCOUNT,
        Settings.region(),
        UUID.randomUUID().toString());
  }
}
