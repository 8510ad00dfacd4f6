package org.latchkey.client.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.client.CertificateDelivery;
import org.latchkey.client.TestAuthority;

class InstallationTest {
  private static final byte[] KEY = "not a key, but octets".getBytes(StandardCharsets.US_ASCII);

  private static final String ARN = "an ARN";

  @TempDir private Path folder;
  private Path reloads;

  @BeforeEach
  void nothingReloaded() throws IOException {
    reloads = Files.createFile(folder.resolve("reloads"));
  }

  private Installation installation(@Nullable String check) {
    return installation(
        FileForm.PEM, check, "cat " + folder + "/www/*.pem | head -1 >> " + reloads);
  }

  private Installation installation(FileForm form, @Nullable String check, String reload) {
    return new Installation(
        folder, "www", form, null, new ServerCommand(check), new ServerCommand(reload));
  }

  private static CertificateDelivery delivery(int revision) {
    return delivery(revision, "certificate " + revision, "chain");
  }

  private static CertificateDelivery delivery(
      int revision, String certificate, @Nullable String chain) {
    return new CertificateDelivery(
        "an association",
        ARN,
        "a resource",
        revision,
        certificate,
        chain,
        "",
        "a key",
        "a grant",
        Map.of());
  }

  private List<Path> revisions() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve(".www"))) {
      return all.toList();
    }
  }

  private String chain() throws IOException {
    return Files.readString(folder.resolve("www/fullchain.pem"));
  }

  @Test
  void installed_isLinkedLoadedAndRemembered() throws Exception {
    installation(null).install(delivery(1), KEY);

    assertThat(chain()).isEqualTo("certificate 1\nchain\n");
    assertThat(folder.resolve("www/privkey.pem"))
        .content()
        .startsWith("-----BEGIN PRIVATE KEY-----\n")
        .endsWith("\n-----END PRIVATE KEY-----\n");
    assertThat(reloads).hasContent("certificate 1");
    assertThat(installation(null).applied(ARN)).isEqualTo(1);
  }

  @Test
  void keyFile_isItsOwnersAlone() throws Exception {
    installation(null).install(delivery(1), KEY);

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("www/privkey.pem"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(".www"))))
        .isEqualTo("rwx------");
  }

  @Test
  void newRevision_leavesNothingOfTheOldOne() throws Exception {
    installation(null).install(delivery(1), KEY);
    installation(null).install(delivery(2), KEY);

    assertThat(chain()).startsWith("certificate 2");
    assertThat(revisions()).hasSize(1);
    assertThat(reloads).hasContent("certificate 1\ncertificate 2");
  }

  @Test
  void whatTheCheckRefuses_isTakenBackUnloaded() throws Exception {
    installation(null).install(delivery(1), KEY);

    assertThatExceptionOfType(ServerCommand.Refused.class)
        .isThrownBy(() -> installation("echo no good; exit 1").install(delivery(2), KEY))
        .withMessageContaining("no good");

    assertThat(chain()).startsWith("certificate 1");
    assertThat(revisions()).hasSize(1);
    assertThat(reloads).hasContent("certificate 1");
    assertThat(installation(null).applied(ARN)).isEqualTo(1);
  }

  @Test
  void whatTheReloadRefuses_isTakenBackAndTheOldLoadedAgain() throws Exception {
    installation(null).install(delivery(1), KEY);
    Installation refusing =
        installation(
            FileForm.PEM,
            null,
            "head -1 "
                + folder
                + "/www/fullchain.pem >> "
                + reloads
                + "; ! grep -q 2 "
                + folder
                + "/www/fullchain.pem");

    assertThatExceptionOfType(ServerCommand.Refused.class)
        .isThrownBy(() -> refusing.install(delivery(2), KEY));

    assertThat(chain()).startsWith("certificate 1");
    assertThat(reloads).hasContent("certificate 1\ncertificate 2\ncertificate 1");
  }

  @Test
  void firstThatIsRefused_staysLinkedButNotApplied() throws Exception {
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatExceptionOfType(ServerCommand.Refused.class)
          .isThrownBy(() -> installation("false").install(delivery(1), KEY));
    }

    assertThat(chain()).startsWith("certificate 1");
    assertThat(revisions()).hasSize(1);
    assertThat(installation(null).applied(ARN)).isZero();
  }

  @Test
  void firstOfTwoThatAreCheckedTogether_isAppliedOnceTheOtherIsThere() throws Exception {
    String check = "test -e %1$s/www/fullchain.pem && test -e %1$s/shop/fullchain.pem";
    ServerCommand together = new ServerCommand(check.formatted(folder));
    ServerCommand reload = new ServerCommand("true");
    Installation www = new Installation(folder, "www", FileForm.PEM, null, together, reload);
    Installation shop = new Installation(folder, "shop", FileForm.PEM, null, together, reload);

    assertThatExceptionOfType(ServerCommand.Refused.class)
        .isThrownBy(() -> www.install(delivery(1), KEY));
    shop.install(delivery(1), KEY);
    www.install(delivery(1), KEY);

    assertThat(www.applied(ARN)).isEqualTo(1);
    assertThat(shop.applied(ARN)).isEqualTo(1);
  }

  @Test
  void linkedByAConnectorThatWasKilled_isNotWhatIsGoneBackTo() throws Exception {
    installation(null).install(delivery(1), KEY);
    Path killed = Files.createDirectory(folder.resolve(".www/2-killed"));
    Files.delete(folder.resolve("www"));
    Files.createSymbolicLink(folder.resolve("www"), folder.relativize(killed));

    assertThatExceptionOfType(ServerCommand.Refused.class)
        .isThrownBy(() -> installation("false").install(delivery(2), KEY));

    assertThat(chain()).startsWith("certificate 1");
    assertThat(revisions()).hasSize(1);
    assertThat(installation(null).applied(ARN)).isEqualTo(1);
  }

  @Test
  void anotherCertificateOrForm_countsAsNotApplied() throws Exception {
    installation(null).install(delivery(5), KEY);

    assertThat(installation(null).applied("another ARN")).isZero();
    assertThat(installation(FileForm.COMBINED, null, "true").applied(ARN)).isZero();
  }

  @Test
  void keyStoreOfAnotherPassword_countsAsNotApplied() throws Exception {
    TestAuthority authority = new TestAuthority();
    KeyPair pair = TestAuthority.newKeyPair("EC", 256);
    CertificateDelivery delivery =
        delivery(
            4,
            TestAuthority.pem(authority.issue(pair, "www.latchkey.test")),
            TestAuthority.pem(authority.certificate()));
    keyStores("before").install(delivery, pair.getPrivate().getEncoded());

    assertThat(keyStores("before").applied(ARN)).isEqualTo(4);
    assertThat(keyStores("after").applied(ARN)).isZero();
    keyStores("after").install(delivery, pair.getPrivate().getEncoded());
    assertThat(keyStores("after").applied(ARN)).isEqualTo(4);
  }

  private Installation keyStores(String password) {
    return new Installation(
        folder,
        "www",
        FileForm.PKCS12,
        password.toCharArray(),
        new ServerCommand(null),
        new ServerCommand(null));
  }

  @Test
  void linkedButNotLoaded_countsAsNotApplied() throws Exception {
    installation(null).install(delivery(1), KEY);
    Files.delete(folder.resolve("www/applied"));

    assertThat(installation(null).applied(ARN)).isZero();

    installation(null).install(delivery(1), KEY);
    assertThat(installation(null).applied(ARN)).isEqualTo(1);
    assertThat(revisions()).hasSize(1);
  }

  @Test
  void whatCannotBeWritten_leavesNothing() throws Exception {
    Installation keystores = installation(FileForm.PKCS12, null, "true");

    assertThatIOException().isThrownBy(() -> keystores.install(delivery(1), KEY));

    assertThat(revisions()).isEmpty();
  }

  @Test
  void whatCannotBeLinked_leavesNoKey() throws Exception {
    Files.createDirectory(folder.resolve("www"));
    Files.createFile(folder.resolve("www/privkey.pem"));

    assertThatIOException().isThrownBy(() -> installation(null).install(delivery(1), KEY));

    assertThat(folder.resolve(".www")).isDirectoryNotContaining(Files::isDirectory);
  }

  @Test
  void certificateThatCameWithoutAChain_isInstalledAlone() throws Exception {
    installation(null).install(delivery(1, "certificate 1", null), KEY);

    assertThat(chain()).isEqualTo("certificate 1\n");
  }

  @Test
  void combinedForm_isOneFile() throws Exception {
    installation(FileForm.COMBINED, null, "true").install(delivery(1), KEY);

    assertThat(folder.resolve("www/combined.pem"))
        .content()
        .startsWith("certificate 1\nchain\n-----BEGIN PRIVATE KEY-----\n");
  }
}
