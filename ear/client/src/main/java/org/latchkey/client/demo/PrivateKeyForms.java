package org.latchkey.client.demo;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The byte strings by which a private key is recognised wherever it stands.
 *
 * <p>Every encoding of a private key holds its secret numbers (an elliptic curve's scalar; RSA's
 * exponent and primes): PKCS #8, SEC 1 and PKCS #1 as they are; base64 and PEM at one of three
 * alignments, PEM with a line break after each 64 characters. So the numbers are looked for raw, in
 * hexadecimal, and by pieces of their base64 that are short enough for one to be without a break;
 * and, as blobs in JSON are base64 once more, by the base64 of the PEM's lines.
 */
final class PrivateKeyForms {
  private static final int BASE64_BYTES = 3;
  private static final int BASE64_CHARACTERS = 4;
  private static final int PEM_LINE = 64;

  /** Base64 characters, 120 bits: no accident makes these, and a line holds several. */
  private static final int PIECE = 20;

  private final List<FolderSearch.Pattern> patterns = new ArrayList<>();

  private PrivateKeyForms() {}

  /** What to search for, to find this key in any form. */
  static List<FolderSearch.Pattern> of(PrivateKey key) {
    PrivateKeyForms forms = new PrivateKeyForms();
    byte[] encoded = key.getEncoded();
    forms.add("DER", encoded);
    List<byte[]> numbers = numbers(key);
    numbers.forEach(forms::addNumber);
    forms.addBase64OfPem(encoded, numbers);
    return List.copyOf(forms.patterns);
  }

  private static List<byte[]> numbers(PrivateKey key) {
    if (key instanceof ECPrivateKey ec) {
      return List.of(magnitude(ec.getS()));
    }
    if (key instanceof RSAPrivateCrtKey rsa) {
      return List.of(
          magnitude(rsa.getPrivateExponent()),
          magnitude(rsa.getPrimeP()),
          magnitude(rsa.getPrimeQ()));
    }
    throw new IllegalArgumentException("No search for keys of type " + key.getAlgorithm());
  }

  /** Big-endian and without leading zeros, so that it is found with and without them. */
  private static byte[] magnitude(BigInteger number) {
    byte[] signed = number.toByteArray();
    return signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
  }

  private void addNumber(byte[] number) {
    add("raw", number);
    String hex = HexFormat.of().formatHex(number);
    add("hexadecimal", hex);
    add("hexadecimal", hex.toUpperCase(Locale.ROOT));
    for (int offset = 0; offset < BASE64_BYTES; offset++) {
      String text = base64(number, offset);
      addPieces(text);
      addPieces(text.replace('+', '-').replace('/', '_'));
    }
  }

  private void addPieces(String text) {
    for (int at = 0; at + PIECE <= text.length(); at += PIECE) {
      add("base64 or PEM", text.substring(at, at + PIECE));
    }
  }

  private void addBase64OfPem(byte[] encoded, List<byte[]> numbers) {
    String body = Base64.getEncoder().encodeToString(encoded);
    int wholeLines = body.length() / PEM_LINE;
    for (byte[] number : numbers) {
      int start = indexOf(encoded, number);
      int end = Math.min(lineOf(start + number.length - 1) + 1, wholeLines);
      for (int line = lineOf(start); line < end; line++) {
        byte[] text =
            body.substring(line * PEM_LINE, (line + 1) * PEM_LINE)
                .getBytes(StandardCharsets.US_ASCII);
        for (int offset = 0; offset < BASE64_BYTES; offset++) {
          add("base64 of PEM", base64(text, offset));
        }
      }
    }
  }

  /** The PEM line in which the byte at this index begins. */
  private static int lineOf(int index) {
    return index * BASE64_CHARACTERS / BASE64_BYTES / PEM_LINE;
  }

  private static int indexOf(byte[] whole, byte[] part) {
    for (int at = 0; at <= whole.length - part.length; at++) {
      if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new IllegalArgumentException("The key's encoding lacks its number");
  }

  /**
   * The characters that {@code bytes} surely has in the base64 of anything that holds it at an
   * offset of {@code offset} modulo three; those shared with a neighbour are left out.
   */
  private static String base64(byte[] bytes, int offset) {
    int skipped = (BASE64_BYTES - offset) % BASE64_BYTES;
    int length = (bytes.length - skipped) / BASE64_BYTES * BASE64_BYTES;
    return Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, skipped, skipped + length));
  }

  private void add(String form, String text) {
    add(form, text.getBytes(StandardCharsets.US_ASCII));
  }

  private void add(String form, byte[] bytes) {
    patterns.add(new FolderSearch.Pattern(form, bytes));
  }
}
