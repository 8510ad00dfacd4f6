package org.latchkey.tests;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Looks through files for a private key: its DER, its PEM body, its secret numbers raw and in hex,
 * and each of these in base64 wherever in the encoded whole it begins.
 *
 * <p>A file's bytes are read as ISO 8859-1, so that a search in text is one in bytes. Base64 is
 * looked for with every line break taken out of the file as well, as PEM and MIME put them in.
 */
final class KeyTraces {
  private static final int BASE64_GROUP = 3;
  private static final Pattern ARCHIVE = Pattern.compile("\\.[ejrw]ar$");

  private final Map<String, String> binary = new LinkedHashMap<>();
  private final Map<String, String> text = new LinkedHashMap<>();

  KeyTraces(PrivateKey key) {
    byte[] der = key.getEncoded();
    binary.put("DER", latin(der));
    addText("PEM body", der);
    for (byte[] number : numbers(key)) {
      binary.put("number " + binary.size(), latin(number));
      text.put("hex " + text.size(), String.format("%x", new BigInteger(1, number)));
      addText("base64 of a number", number);
    }
    addText("base64 of the PEM", Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der));
  }

  private KeyTraces() {}

  /** A search for a text that should be found, which shows that the files are really read. */
  static KeyTraces ofText(String wanted) {
    KeyTraces traces = new KeyTraces();
    traces.text.put("text", wanted);
    return traces;
  }

  /** The numbers that have to stay secret, big-endian and without leading zeros. */
  static List<byte[]> numbers(PrivateKey key) {
    List<BigInteger> numbers =
        key instanceof RSAPrivateCrtKey rsa
            ? List.of(rsa.getPrivateExponent(), rsa.getPrimeP(), rsa.getPrimeQ())
            : List.of(((ECPrivateKey) key).getS());
    return numbers.stream().map(KeyTraces::unsigned).toList();
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  /** Adds the characters that these bytes have in base64 at each of the three alignments. */
  private void addText(String form, byte[] bytes) {
    for (int skipped = 0; skipped < BASE64_GROUP; skipped++) {
      int length = (bytes.length - skipped) / BASE64_GROUP * BASE64_GROUP;
      String encoded =
          Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, skipped, skipped + length));
      String name = form + ", alignment " + skipped + ", " + text.size();
      text.put(name, encoded);
      text.put(name + ", for URLs", encoded.replace('+', '-').replace('/', '_'));
    }
  }

  /**
   * Searches every file below a folder but the archives of programs that a server puts there, which
   * are compressed; those that vanish meanwhile don't count.
   *
   * @return which form was found in which file, one finding a line
   */
  List<String> in(Path folder) throws IOException {
    List<String> findings = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && !ARCHIVE.matcher(file.toString()).find()) {
              forms(file).forEach(form -> findings.add(folder.relativize(file) + ": " + form));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return findings;
  }

  private List<String> forms(Path file) throws IOException {
    String content;
    try {
      content = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    List<String> forms = new ArrayList<>();
    binary.forEach(
        (form, wanted) -> {
          if (content.contains(wanted)) {
            forms.add(form);
          }
        });
    // Within JSON a line break is two characters.
    String joined = content.replace("\\r", "").replace("\\n", "").replaceAll("[\\r\\n]", "");
    text.forEach(
        (form, wanted) -> {
          if (joined.contains(wanted)) {
            forms.add(form);
          }
        });
    return forms;
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
