package org.latchkey.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.latchkey.audit.chain.TrailDigest;
import org.latchkey.audit.chain.TrailVerification;

/** The public key under which a trail's digests were signed. */
final class DigestKey implements TrailVerification.SignatureCheck {
  private final PublicKey key;

  private DigestKey(PublicKey key) {
    this.key = key;
  }

  /**
   * Reads a SubjectPublicKeyInfo in PEM.
   *
   * @throws ConfigurationException where the file holds none
   */
  static DigestKey read(String flag, Path file) {
    try {
      String base64 =
          Files.readString(file, US_ASCII)
              .replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "")
              .replaceAll("\\s", "");
      return new DigestKey(
          KeyFactory.getInstance("EC")
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64))));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigurationException(flag + ": " + file + " is not a P-256 public key in PEM.");
    }
  }

  @Override
  public boolean holds(byte[] message, byte[] signature) {
    try {
      Signature check = Signature.getInstance(TrailDigest.SIGNATURE_ALGORITHM);
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (SignatureException notASignature) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
