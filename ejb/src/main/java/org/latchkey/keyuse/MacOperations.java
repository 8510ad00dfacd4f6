package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;
import org.latchkey.crypto.MacAlgorithm;
import org.latchkey.crypto.Macs;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.keys.KeyRing;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Fault;
import org.latchkey.shared.ServiceException;

/** Message authentication codes under HMAC KMS keys. */
@ApplicationScoped
@Audited("kms.amazonaws.com")
public class MacOperations {

  public record GenerateMacRequest(
      SecretBytes message,
      String keyId,
      MacAlgorithm macAlgorithm,
      @Nullable List<String> grantTokens,
      @Nullable Boolean dryRun) {}

  public record GenerateMacResponse(byte[] mac, MacAlgorithm macAlgorithm, String keyId) {}

  public record VerifyMacRequest(
      SecretBytes message,
      String keyId,
      MacAlgorithm macAlgorithm,
      byte[] mac,
      @Nullable List<String> grantTokens,
      @Nullable Boolean dryRun) {}

  public record VerifyMacResponse(String keyId, boolean macValid, MacAlgorithm macAlgorithm) {}

  /** What KMS answers of MACs. */
  private enum MacFault implements Fault {
    INVALID_MAC;

    @Override
    public String code() {
      return "KMSInvalidMacException";
    }
  }

  @Inject private KeyAccess access;
  @Inject private KeyRing ring;

  /**
   * The MAC of a message of 1–4,096 bytes.
   *
   * @throws ServiceException {@code NotFoundException}, {@code AccessDeniedException}, {@code
   *     DisabledException}, {@code KMSInvalidStateException}, {@code InvalidKeyUsageException},
   *     {@code InvalidGrantTokenException}, {@code DryRunOperationException}
   */
  public GenerateMacResponse generateMac(Caller caller, GenerateMacRequest request) {
    try (SecretBytes message = request.message()) {
      MacAlgorithm algorithm = request.macAlgorithm();
      KeyUse use = use("GenerateMac", algorithm);
      KeySnapshot key = access.key(caller, request.keyId(), use, request.grantTokens());
      KeyAccess.endDryRun(request.dryRun());
      try (KeyMaterial material = ring.material(key, key.currentMaterial())) {
        return new GenerateMacResponse(
            Macs.generate(material, algorithm, message.expose()), algorithm, key.arn().toString());
      }
    }
  }

  /**
   * Whether a MAC is the message's; compared whole and in constant time.
   *
   * @throws ServiceException {@code KMSInvalidMacException} where it is not; else as {@link
   *     #generateMac}
   */
  public VerifyMacResponse verifyMac(Caller caller, VerifyMacRequest request) {
    try (SecretBytes message = request.message()) {
      MacAlgorithm algorithm = request.macAlgorithm();
      KeyUse use = use("VerifyMac", algorithm);
      KeySnapshot key = access.key(caller, request.keyId(), use, request.grantTokens());
      try (KeyMaterial material = ring.material(key, key.currentMaterial())) {
        if (!Macs.verify(material, algorithm, message.expose(), request.mac())) {
          throw new ServiceException(
              MacFault.INVALID_MAC, "The MAC is not the one of this message under this key.");
        }
      }
      KeyAccess.endDryRun(request.dryRun());
      return new VerifyMacResponse(key.arn().toString(), true, algorithm);
    }
  }

  private static KeyUse use(String operation, MacAlgorithm algorithm) {
    return new KeyUse(
        operation,
        KeyUsage.GENERATE_VERIFY_MAC,
        algorithm,
        KeySpec::macAlgorithms,
        context -> context.put("kms:MacAlgorithm", algorithm.name()));
  }
}
