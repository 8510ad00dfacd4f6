package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.ENCRYPTED_PRIVATE_KEY;
import static org.latchkey.x509.X509Exception.Problem.MALFORMED;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a PEM text, read strictly: RFC 7468 without what its section 2 lets a parser
 * tolerate. Between blocks there may be empty lines, no words; a block has no headers; its base64
 * is canonical. It works on octets, as a private key must not become a String.
 */
final class PemBlocks {

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /** RFC 7468 writes 64 characters a line, MIME allows 76. */
  private static final int LONGEST_LINE = 76;

  /** A label, and the octets that the block holds: to be zeroed by whoever reads a secret. */
  static final class Block {

    private final String label;
    private final byte[] der;

    private Block(String label, byte[] der) {
      this.label = label;
      this.der = der;
    }

    String label() {
      return label;
    }

    byte[] der() {
      return der;
    }
  }

  private final byte[] text;
  private final String what;
  private final byte[] base64;
  private int base64Length;
  private int lineNumber;
  private int position;
  private @Nullable String open;

  private PemBlocks(byte[] text, String what) {
    this.text = text;
    this.what = what;
    this.base64 = new byte[text.length];
  }

  /**
   * @param what how the messages name the input: "certificate", "private key"
   */
  static List<Block> read(byte[] text, String what) {
    PemBlocks reader = new PemBlocks(text, what);
    List<Block> blocks = new ArrayList<>();
    try {
      reader.readInto(blocks);
    } catch (X509Exception refused) {
      blocks.forEach(block -> Arrays.fill(block.der(), (byte) 0));
      throw refused;
    } finally {
      Arrays.fill(reader.base64, (byte) 0);
    }
    return blocks;
  }

  private void readInto(List<Block> blocks) {
    while (position < text.length) {
      int start = position;
      int end = endOfLine();
      lineNumber++;
      if (open == null) {
        outside(start, end);
      } else if (startsWith(start, end, END)) {
        blocks.add(close(start, end));
      } else {
        inside(start, end);
      }
    }
    if (open != null) {
      throw refuse("it ends before its last block does");
    }
    if (blocks.isEmpty()) {
      throw refuse("it has no block");
    }
  }

  /** Moves past the line at {@code position} and returns where its text ends. */
  private int endOfLine() {
    int end = position;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    position = end + 1;
    return end > 0 && end < text.length && text[end - 1] == '\r' ? end - 1 : end;
  }

  private void outside(int start, int end) {
    if (start >= end) {
      return;
    }
    if (!startsWith(start, end, BEGIN)) {
      throw refuse("line " + lineNumber + " is outside of any block");
    }
    open = label(start, end, BEGIN);
  }

  private void inside(int start, int end) {
    for (int i = start; i < end; i++) {
      if (text[i] == ':') {
        throw header(start, end);
      }
    }
    if (start >= end || end - start > LONGEST_LINE) {
      throw refuse("line " + lineNumber + " is not a line of base64");
    }
    System.arraycopy(text, start, base64, base64Length, end - start);
    base64Length += end - start;
  }

  private X509Exception header(int start, int end) {
    if (startsWith(start, end, "Proc-Type:")) {
      return new X509Exception(
          ENCRYPTED_PRIVATE_KEY,
          "The private key is encrypted. Decrypt it first: only a plain private key can be read.");
    }
    return refuse("line " + lineNumber + " is a header");
  }

  private Block close(int start, int end) {
    String label = label(start, end, END);
    if (!label.equals(open)) {
      throw refuse("line " + lineNumber + " ends another block than was begun");
    }
    open = null;
    byte[] encoded = Arrays.copyOf(base64, base64Length);
    base64Length = 0;
    byte[] again = new byte[0];
    try {
      byte[] der = Base64.getDecoder().decode(encoded);
      again = Base64.getEncoder().encode(der);
      if (der.length == 0 || !MessageDigest.isEqual(encoded, again)) {
        Arrays.fill(der, (byte) 0);
        throw refuse("the block that ends at line " + lineNumber + " is not base64");
      }
      return new Block(label, der);
    } catch (IllegalArgumentException notBase64) {
      throw refuse("the block that ends at line " + lineNumber + " is not base64");
    } finally {
      Arrays.fill(encoded, (byte) 0);
      Arrays.fill(again, (byte) 0);
    }
  }

  private String label(int start, int end, String prefix) {
    int from = start + prefix.length();
    int to = end - DASHES.length();
    if (to <= from || !startsWith(to, end, DASHES)) {
      throw refuse("line " + lineNumber + " is not a whole boundary");
    }
    String label = new String(text, from, to - from, StandardCharsets.US_ASCII);
    if (!label
        .chars()
        .allMatch(c -> c == ' ' || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
      throw refuse("line " + lineNumber + " is not a whole boundary");
    }
    return label;
  }

  private boolean startsWith(int start, int end, String prefix) {
    byte[] expected = prefix.getBytes(StandardCharsets.US_ASCII);
    return end - start >= expected.length
        && Arrays.equals(text, start, start + expected.length, expected, 0, expected.length);
  }

  private X509Exception refuse(String why) {
    return new X509Exception(MALFORMED, "The " + what + " is not valid PEM: " + why + ".");
  }
}
