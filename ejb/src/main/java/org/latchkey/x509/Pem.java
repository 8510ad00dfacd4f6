package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.ENCRYPTED_PRIVATE_KEY;
import static org.latchkey.x509.X509Exception.Problem.MALFORMED;
import static org.latchkey.x509.X509Exception.Problem.TOO_LARGE;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.x509.PemBlocks.Block;

/**
 * PEM (RFC 7468), read strictly and written as ACM and Private CA return it: lines of 64
 * characters, ended by LF.
 *
 * <p>The largest inputs are those of the published models: a certificate or request of 32,768
 * octets, a private key of 5,120, a chain of 2,097,152.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-format.html">Certificate
 *     and key format for importing</a>
 */
public final class Pem {

  /** The most octets of a certificate, or of a request for one. */
  public static final int MAX_CERTIFICATE_LENGTH = 32_768;

  /** The most octets of a private key. */
  public static final int MAX_PRIVATE_KEY_LENGTH = 5_120;

  /** The most octets of a certificate chain. */
  public static final int MAX_CHAIN_LENGTH = 2_097_152;

  private static final int LINE_LENGTH = 64;
  private static final byte[] LINE_FEED = {'\n'};

  private Pem() {}

  /**
   * Reads exactly one certificate.
   *
   * @throws X509Exception if it is anything else, or too large
   */
  public static X509Certificate readCertificate(byte[] pem) {
    List<Block> blocks = blocks(pem, "certificate", MAX_CERTIFICATE_LENGTH);
    if (blocks.size() != 1) {
      throw new X509Exception(
          MALFORMED,
          "The certificate field holds "
              + blocks.size()
              + " PEM blocks: give one certificate there, and the others as its chain.");
    }
    return certificate(blocks.get(0), "certificate");
  }

  /**
   * Reads one certificate or more, in the order given.
   *
   * @throws X509Exception if there is anything else, or it is too large
   */
  public static List<X509Certificate> readChain(byte[] pem) {
    return blocks(pem, "certificate chain", MAX_CHAIN_LENGTH).stream()
        .map(block -> certificate(block, "certificate chain"))
        .toList();
  }

  /**
   * Reads exactly one request for a certificate, and verifies its proof of possession.
   *
   * @throws X509Exception if it is anything else, too large, or not signed by its own key
   */
  public static SigningRequest readSigningRequest(byte[] pem) {
    List<Block> blocks = blocks(pem, "certificate signing request", MAX_CERTIFICATE_LENGTH);
    Block block = blocks.get(0);
    // RFC 7468 section 7: NEW CERTIFICATE REQUEST is an older label of the same thing.
    if (blocks.size() != 1
        || !(block.label().equals("CERTIFICATE REQUEST")
            || block.label().equals("NEW CERTIFICATE REQUEST"))) {
      throw new X509Exception(
          MALFORMED, "The certificate signing request is not one PEM block CERTIFICATE REQUEST.");
    }
    return SigningRequest.read(block.der());
  }

  /**
   * Reads one plain private key: PKCS #8, PKCS #1 or SEC 1, the last with or without the EC
   * PARAMETERS block that openssl writes before it.
   *
   * @param pem stays the caller's to close
   * @return the key as PKCS #8 DER
   * @throws X509Exception if it is encrypted, anything else, or too large
   */
  public static SecretBytes readPrivateKey(SecretBytes pem) {
    List<Block> blocks = blocks(pem.expose(), "private key", MAX_PRIVATE_KEY_LENGTH);
    try {
      boolean parameters =
          blocks.size() == 2
              && blocks.get(0).label().equals("EC PARAMETERS")
              && blocks.get(1).label().equals("EC PRIVATE KEY");
      if (blocks.size() != 1 && !parameters) {
        throw new X509Exception(MALFORMED, "The private key is not one PEM block.");
      }
      return privateKey(blocks.get(blocks.size() - 1));
    } finally {
      blocks.forEach(block -> Arrays.fill(block.der(), (byte) 0));
    }
  }

  private static SecretBytes privateKey(Block block) {
    return switch (block.label()) {
      case "PRIVATE KEY" -> PrivateKeys.fromPkcs8(block.der());
      case "RSA PRIVATE KEY" -> PrivateKeys.fromPkcs1(block.der());
      case "EC PRIVATE KEY" -> PrivateKeys.fromSec1(block.der());
      case "ENCRYPTED PRIVATE KEY" ->
          throw new X509Exception(
              ENCRYPTED_PRIVATE_KEY,
              "The private key is encrypted. Decrypt it first: only a plain private key can be"
                  + " read.");
      default ->
          throw new X509Exception(
              MALFORMED, "The private key is not a PEM block of a PKCS #8, PKCS #1 or SEC 1 key.");
    };
  }

  private static List<Block> blocks(byte[] pem, String what, int limit) {
    if (pem.length > limit) {
      throw new X509Exception(
          TOO_LARGE, "The " + what + " has " + pem.length + " octets: the most is " + limit + ".");
    }
    return PemBlocks.read(pem, what);
  }

  private static X509Certificate certificate(Block block, String what) {
    if (!block.label().equals("CERTIFICATE")) {
      throw new X509Exception(
          MALFORMED, "The " + what + " has a PEM block that is not a CERTIFICATE.");
    }
    return Certificates.decode(block.der());
  }

  public static String write(X509Certificate certificate) {
    try {
      return write("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }

  /** The certificates one after the other, in the order given. */
  public static String write(List<X509Certificate> chain) {
    return chain.stream().map(Pem::write).collect(Collectors.joining());
  }

  public static String write(SigningRequest request) {
    return write("CERTIFICATE REQUEST", request.encoded());
  }

  /**
   * A private key in plain PKCS #8.
   *
   * @param pkcs8 DER, which stays the caller's to close
   */
  public static SecretBytes writePrivateKey(SecretBytes pkcs8) {
    byte[] base64 = Base64.getMimeEncoder(LINE_LENGTH, LINE_FEED).encode(pkcs8.expose());
    byte[] begin = "-----BEGIN PRIVATE KEY-----\n".getBytes(StandardCharsets.US_ASCII);
    byte[] end = "\n-----END PRIVATE KEY-----\n".getBytes(StandardCharsets.US_ASCII);
    byte[] pem = Arrays.copyOf(begin, begin.length + base64.length + end.length);
    System.arraycopy(base64, 0, pem, begin.length, base64.length);
    System.arraycopy(end, 0, pem, begin.length + base64.length, end.length);
    Arrays.fill(base64, (byte) 0);
    return SecretBytes.owning(pem);
  }

  static String write(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(LINE_LENGTH, LINE_FEED).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
