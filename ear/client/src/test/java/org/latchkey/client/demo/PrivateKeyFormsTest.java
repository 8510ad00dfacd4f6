package org.latchkey.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemGenerationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.client.TestAuthority;

/** Writes keys in every form that a server could leak them in, and looks for them. */
class PrivateKeyFormsTest {
  @TempDir Path folder;

  static Stream<Arguments> keys() {
    return Stream.of(
        Arguments.of("EC", 256),
        Arguments.of("EC", 384),
        Arguments.of("EC", 521),
        Arguments.of("RSA", 2048),
        Arguments.of("RSA", 4096));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void forms_findTheKey_inEveryEncoding(String algorithm, int bits) throws IOException {
    KeyPair keys = TestAuthority.newKeyPair(algorithm, bits);
    byte[] pkcs8 = keys.getPrivate().getEncoded();
    byte[] traditional =
        PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey().toASN1Primitive().getEncoded();
    String pem = pkcs8Pem(keys);

    write("pkcs8.der", pkcs8);
    write("traditional.der", traditional);
    write("pkcs8.pem", pem);
    write("traditional.pem", TestAuthority.pem(keys.getPrivate()));
    write("hex", HexFormat.of().formatHex(pkcs8));
    write("upper-hex", HexFormat.of().withUpperCase().formatHex(traditional));
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = concatenate(new byte[shift], pkcs8);
      write("base64-" + shift, Base64.getEncoder().encodeToString(shifted));
      write("base64url-" + shift, Base64.getUrlEncoder().encodeToString(shifted));
      write("mime-" + shift, Base64.getMimeEncoder().encodeToString(shifted));
      byte[] shiftedPem = concatenate(new byte[shift], pem.getBytes(StandardCharsets.US_ASCII));
      write("base64-of-pem-" + shift, Base64.getEncoder().encodeToString(shiftedPem));
    }

    assertThat(found(keys)).containsExactlyInAnyOrder(files());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void forms_findNothing_inWhatIsNoSecret(String algorithm, int bits) throws IOException {
    TestAuthority authority = new TestAuthority();
    KeyPair keys = TestAuthority.newKeyPair(algorithm, bits);
    write("certificate", TestAuthority.pem(authority.issue(keys, "web.latchkey.test")));
    write("public-key", keys.getPublic().getEncoded());
    write("public-key.pem", TestAuthority.pem(keys.getPublic()));
    write("another", pkcs8Pem(TestAuthority.newKeyPair(algorithm, bits)));

    assertThat(found(keys)).isEmpty();
  }

  private String[] found(KeyPair keys) throws IOException {
    return FolderSearch.run(
            new FolderSearch.Request(folder.toString(), PrivateKeyForms.of(keys.getPrivate())))
        .found()
        .values()
        .stream()
        .flatMap(java.util.Collection::stream)
        .distinct()
        .toArray(String[]::new);
  }

  private String[] files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toArray(String[]::new);
    }
  }

  private static String pkcs8Pem(KeyPair keys) throws PemGenerationException {
    return TestAuthority.pem(new JcaPKCS8Generator(keys.getPrivate(), null));
  }

  private void write(String name, String text) throws IOException {
    write(name, text.getBytes(StandardCharsets.US_ASCII));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private static byte[] concatenate(byte[] first, byte[] second) {
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
