package org.latchkey.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootKeyTest {

  private static final byte[] AAD = "key/1".getBytes(UTF_8);

  @TempDir Path folder;
  private Path keystore;

  @BeforeEach
  void nameKeystore() {
    keystore = folder.resolve("root-key.bcfks");
  }

  private static SecretBytes passphrase(String text) {
    return SecretBytes.owning(text.getBytes(UTF_8));
  }

  private RootKey open(String passphrase) {
    try (SecretBytes secret = passphrase(passphrase)) {
      return RootKey.open(keystore, secret, RootKey.PassphraseOrigin.GENERATED);
    }
  }

  @Test
  void identify_tellsSecretsAndContextsApart() {
    byte[] otherContext = "key/2".getBytes(UTF_8);
    try (RootKey root = open("correct horse");
        SecretBytes secret = passphrase("material");
        SecretBytes other = passphrase("material!")) {
      String name = root.identify(secret, AAD);

      assertThat(name).matches("[0-9a-f]{64}").isEqualTo(root.identify(secret, AAD));
      assertThat(name)
          .isNotEqualTo(root.identify(other, AAD))
          .isNotEqualTo(root.identify(secret, otherContext));
    }
  }

  @Test
  void identifyUnderAnotherRootKey_givesAnotherName() {
    String name;
    try (RootKey root = open("correct horse");
        SecretBytes secret = passphrase("material")) {
      name = root.identify(secret, AAD);
    }
    keystore = folder.resolve("other.bcfks");
    try (RootKey other = open("correct horse");
        SecretBytes secret = passphrase("material")) {
      assertThat(other.identify(secret, AAD)).isNotEqualTo(name);
    }
  }

  @Test
  void openTwice_givesTheSameKey() throws InvalidCiphertext {
    byte[] wrapped;
    String fingerprint;
    try (RootKey created = open("correct horse");
        SecretBytes plain = passphrase("material")) {
      wrapped = created.wrap(plain, AAD);
      fingerprint = created.fingerprint();
    }
    try (RootKey opened = open("correct horse");
        SecretBytes plain = opened.unwrap(wrapped, AAD)) {
      assertThat(plain.expose()).asString().isEqualTo("material");
      assertThat(opened.fingerprint()).isEqualTo(fingerprint).matches("[0-9a-f]{64}");
    }
  }

  @Test
  void create_leavesOneFileForItsOwnerAlone() throws IOException {
    open("correct horse").close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keystore)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("root-key.bcfks", "root-key.bcfks.lock");
    }
  }

  @Test
  void create_makesAKeystoreThatOtherToolsRead() throws Exception {
    open("correct horse").close();
    KeyStore other = KeyStore.getInstance("BCFKS", new BouncyCastleProvider());
    try (var in = Files.newInputStream(keystore)) {
      other.load(in, "correct horse".toCharArray());
    }
    assertThat(other.getKey("root", "correct horse".toCharArray()).getEncoded()).hasSize(32);
  }

  @Test
  void create_replacesWhatAKilledProcessLeft() throws IOException {
    Files.write(folder.resolve("root-key.bcfks.unfinished"), new byte[10]);
    open("correct horse").close();
    open("correct horse").close();
    assertThat(folder.resolve("root-key.bcfks.unfinished")).doesNotExist();
  }

  @Test
  void openByManyAtOnce_createsOneKey() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<String>> openers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        openers.add(
            () -> {
              try (RootKey key = open("correct horse")) {
                return key.fingerprint();
              }
            });
      }
      List<String> fingerprints = new ArrayList<>();
      for (Future<String> fingerprint : threads.invokeAll(openers)) {
        fingerprints.add(fingerprint.get());
      }
      assertThat(fingerprints).hasSize(4).containsOnly(fingerprints.get(0));
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void openWithAnotherPassphrase_isRefusedInOneSentence() {
    open("correct horse").close();
    assertThatExceptionOfType(RootKeyUnavailable.class)
        .isThrownBy(() -> open("battery staple"))
        .withMessage(
            "The passphrase does not open the root keystore %s: it is the wrong one, or the file"
                + " has been altered.",
            keystore)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("battery"));
  }

  @Test
  void openOfADamagedFile_isRefusedInOneSentence() throws IOException {
    open("correct horse").close();
    byte[] whole = Files.readAllBytes(keystore);
    for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
      Files.write(keystore, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(RootKeyUnavailable.class)
          .isThrownBy(() -> open("correct horse"))
          .withMessageContaining("is damaged");
    }
    assertThat(Files.readAllBytes(keystore)).hasSize(whole.length - 1);
  }

  @Test
  void openOfAnAlteredFile_isRefused() throws IOException {
    open("correct horse").close();
    byte[] content = Files.readAllBytes(keystore);
    content[content.length - 5] ^= 1;
    Files.write(keystore, content);
    assertThatExceptionOfType(RootKeyUnavailable.class).isThrownBy(() -> open("correct horse"));
  }

  @Test
  void openInAMissingFolder_isRefusedInOneSentence() {
    keystore = folder.resolve("missing").resolve("root-key.bcfks");
    assertThatExceptionOfType(RootKeyUnavailable.class)
        .isThrownBy(() -> open("correct horse"))
        .withMessageStartingWith("The root keystore " + keystore + " cannot be read or written");
  }

  @Test
  void differentKeys_haveDifferentFingerprints() {
    String first;
    try (RootKey key = open("a")) {
      first = key.fingerprint();
    }
    keystore = folder.resolve("second.bcfks");
    try (RootKey key = open("a")) {
      assertThat(key.fingerprint()).isNotEqualTo(first);
    }
  }

  @Nested
  class Wrapping {

    @Test
    void unwrapWithAnyBitFlippedOrCutOff_fails() {
      try (RootKey key = open("a");
          SecretBytes plain = passphrase("material")) {
        byte[] wrapped = key.wrap(plain, AAD);
        assertThat(wrapped).hasSize(plain.length() + 45);
        for (int i = 0; i < wrapped.length; i++) {
          byte[] altered = wrapped.clone();
          altered[i] ^= 1;
          assertRefused(key, altered, AAD);
          assertRefused(key, Arrays.copyOf(wrapped, i), AAD);
        }
      }
    }

    @Test
    void unwrapForAnotherOwner_fails() {
      try (RootKey key = open("a");
          SecretBytes plain = passphrase("material")) {
        assertRefused(key, key.wrap(plain, AAD), "key/2".getBytes(UTF_8));
      }
    }

    @Test
    void wrapped_doesNotContainThePlain() {
      try (RootKey key = open("a");
          SecretBytes plain = passphrase("material")) {
        HexFormat hex = HexFormat.of();
        assertThat(hex.formatHex(key.wrap(plain, AAD)))
            .doesNotContain(hex.formatHex(plain.expose()));
      }
    }

    private void assertRefused(RootKey key, byte[] wrapped, byte[] aad) {
      assertThatExceptionOfType(InvalidCiphertext.class).isThrownBy(() -> key.unwrap(wrapped, aad));
    }
  }

  @Nested
  class Passphrase {

    @Test
    void givenValue_isTaken() {
      try (SecretBytes given = passphrase("secret");
          RootKeyPassphrase loaded = RootKeyPassphrase.load(given, null, keystore)) {
        assertThat(loaded.secret()).isEqualTo(given);
        assertThat(loaded.isBesideKeystore()).isFalse();
        assertThat(loaded.generatedFile()).doesNotExist();
      }
    }

    @Test
    void file_isReadWithoutItsLineEnd() throws IOException {
      Path file = folder.resolve("pass");
      for (String end : List.of("", "\n", "\r\n")) {
        Files.writeString(file, "from a file" + end);
        try (RootKeyPassphrase loaded = RootKeyPassphrase.load(null, file, keystore)) {
          assertThat(loaded.secret().expose()).asString().isEqualTo("from a file");
        }
      }
    }

    @Test
    void emptyOrMissingFile_isRefusedInOneSentence() throws IOException {
      Path file = folder.resolve("pass");
      assertThatExceptionOfType(RootKeyUnavailable.class)
          .isThrownBy(() -> RootKeyPassphrase.load(null, file, keystore))
          .withMessageContaining("cannot be read");
      Files.writeString(file, "\n");
      assertThatExceptionOfType(RootKeyUnavailable.class)
          .isThrownBy(() -> RootKeyPassphrase.load(null, file, keystore))
          .withMessage("The passphrase in " + file + " has 0 bytes; it must have 1 to 1024.");
    }

    @Test
    void nothingGiven_isGeneratedOnceForTheOwnerAlone() throws IOException {
      SecretBytes first;
      try (RootKeyPassphrase loaded = RootKeyPassphrase.load(null, null, keystore)) {
        assertThat(loaded.isBesideKeystore()).isTrue();
        assertThat(loaded.secret().expose()).asString().matches("[A-Za-z0-9]{43}");
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(loaded.generatedFile())))
            .isEqualTo("rw-------");
        first = loaded.secret().copy();
      }
      try (RootKeyPassphrase again = RootKeyPassphrase.load(null, null, keystore)) {
        assertThat(again.secret()).isEqualTo(first);
        assertThat(again.isBesideKeystore()).isTrue();
      }
    }

    @Test
    void nothingGivenForAnExistingKeystore_isRefused() {
      open("a").close();
      assertThatExceptionOfType(RootKeyUnavailable.class)
          .isThrownBy(() -> RootKeyPassphrase.load(null, null, keystore))
          .withMessageContaining("exists but its passphrase was not given");
      assertThat(folder.resolve("root-key.bcfks.passphrase")).doesNotExist();
    }
  }
}
