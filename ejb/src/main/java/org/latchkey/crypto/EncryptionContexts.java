package org.latchkey.crypto;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The one byte string that stands for an encryption context: the number of pairs, then each pair's
 * name and value, each as its length and its UTF-8, in the order of the names; numbers are 32 bits,
 * big-endian. Two contexts have the same bytes exactly when they are equal.
 */
final class EncryptionContexts {

  private static final byte[] EMPTY = new byte[Integer.BYTES];

  private EncryptionContexts() {}

  /**
   * @throws CharacterCodingException where a name or value holds half of a surrogate pair, which
   *     UTF-8 cannot say
   */
  static byte[] canonical(Map<String, String> context) throws CharacterCodingException {
    if (context.isEmpty()) {
      return EMPTY;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * context.size());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(context.size());
      for (Map.Entry<String, String> pair : new TreeMap<>(context).entrySet()) {
        write(out, pair.getKey());
        write(out, pair.getValue());
      }
    } catch (CharacterCodingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    out.writeInt(utf8.remaining());
    out.write(utf8.array(), utf8.arrayOffset() + utf8.position(), utf8.remaining());
  }
}
