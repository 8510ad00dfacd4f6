package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.MALFORMED;

import java.io.IOException;

/**
 * Reads structures from outside: BouncyCastle tells malformed ones by unchecked exceptions of many
 * kinds.
 */
final class Asn1 {

  /** Reads one structure. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  private Asn1() {}

  /**
   * @param message what to say where the structure is malformed; nothing of the cause is kept,
   *     since that could hold octets of a key
   */
  static <T> T read(String message, Reading<T> reading) {
    try {
      return reading.read();
    } catch (X509Exception refused) {
      throw refused;
    } catch (IOException | RuntimeException malformed) {
      throw new X509Exception(MALFORMED, message);
    }
  }
}
