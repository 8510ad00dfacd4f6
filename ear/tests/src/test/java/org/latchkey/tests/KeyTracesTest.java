package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The search for private keys finds them in each form in which a file could hold one. */
class KeyTracesTest {

  @ParameterizedTest
  @CsvSource({"EC, 256", "RSA, 2048"})
  void search_findsAKeyInEachForm(String algorithm, int bits, @TempDir Path folder)
      throws Exception {
    PrivateKey key = KeyAndCertificate.create(algorithm, bits, "traces.latchkey.test").privateKey();
    Map<String, byte[]> copies = copies(key);
    for (Map.Entry<String, byte[]> copy : copies.entrySet()) {
      Files.write(folder.resolve(copy.getKey()), copy.getValue());
    }

    assertThat(new KeyTraces(key).in(folder))
        .extracting(finding -> finding.substring(0, finding.indexOf(':')))
        .containsAll(copies.keySet());
  }

  private static Map<String, byte[]> copies(PrivateKey key) {
    byte[] der = key.getEncoded();
    byte[] pem =
        ("-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END PRIVATE KEY-----\n")
            .getBytes(UTF_8);
    Map<String, byte[]> copies = new LinkedHashMap<>();
    copies.put("der", between(der));
    copies.put("pem", between(pem));
    copies.put("json", new String(pem, UTF_8).replace("\n", "\\n").getBytes(UTF_8));
    for (byte[] number : KeyTraces.numbers(key)) {
      copies.put("raw-" + copies.size(), between(number));
      copies.put("hex-" + copies.size(), HexFormat.of().formatHex(number).getBytes(UTF_8));
      for (int shift = 0; shift < 3; shift++) {
        copies.put("base64-" + copies.size(), base64(shift, number));
      }
    }
    for (int shift = 0; shift < 3; shift++) {
      copies.put("base64-of-der-" + shift, base64(shift, der));
      copies.put("base64-of-pem-" + shift, base64(shift, pem));
    }
    return copies;
  }

  /** Surrounded by other bytes, as in a database's page. */
  private static byte[] between(byte[] bytes) {
    byte[] whole = new byte[bytes.length + 20_000];
    System.arraycopy(bytes, 0, whole, 9_999, bytes.length);
    return whole;
  }

  private static byte[] base64(int shift, byte[] bytes) {
    byte[] shifted = new byte[shift + bytes.length];
    System.arraycopy(bytes, 0, shifted, shift, bytes.length);
    return Base64.getEncoder().encode(shifted);
  }
}
