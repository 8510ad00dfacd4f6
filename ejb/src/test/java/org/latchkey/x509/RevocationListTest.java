package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.latchkey.x509.TestAuthority.NOW;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.x509.RevocationList.Entry;
import org.latchkey.x509.RevocationList.Scope;
import org.latchkey.x509.X509Exception.Problem;

class RevocationListTest {

  private static final TestAuthority ROOT = TestAuthority.root("root");
  private static final SubscriberKey KEY = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1);

  @TempDir Path directory;

  private static RevocationSigner signer(TestAuthority authority) {
    return new RevocationSigner(
        authority.certificate(), authority.algorithm(), authority.key().signer());
  }

  private static Scope scope(@Nullable String distributionPoint) {
    return new Scope(BigInteger.valueOf(7), NOW, NOW.plus(Duration.ofDays(7)), distributionPoint);
  }

  private static Entry entry(long serial, RevocationReason reason) {
    return new Entry(BigInteger.valueOf(serial), NOW.minus(Duration.ofHours(1)), reason);
  }

  private static X509CRLHolder read(RevocationList list) throws java.io.IOException {
    return new X509CRLHolder(list.encoded());
  }

  @Test
  void sign_holdsNumberIssuerTimesAndEntries() throws Exception {
    X509CRLHolder list =
        read(
            RevocationList.sign(
                scope(null),
                List.of(
                    entry(1, RevocationReason.UNSPECIFIED),
                    entry(2, RevocationReason.KEY_COMPROMISE)),
                signer(ROOT)));
    assertThat(list.getIssuer()).hasToString("CN=root");
    assertThat(list.getThisUpdate().toInstant()).isEqualTo(NOW);
    assertThat(list.getNextUpdate().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(7)));
    assertThat(
            ASN1Integer.getInstance(list.getExtension(Extension.cRLNumber).getParsedValue())
                .getValue())
        .isEqualTo(7);
    assertThat(AuthorityKeyIdentifier.fromExtensions(list.getExtensions()).getKeyIdentifierOctets())
        .isEqualTo(KeyIdentifiers.ofSubject(ROOT.certificate()));
    assertThat(list.getExtension(Extension.issuingDistributionPoint)).isNull();
    assertThat(list.getRevokedCertificates().size()).isEqualTo(2);
    assertThat(entryOf(list, 1).getExtension(Extension.reasonCode)).isNull();
    assertThat(entryOf(list, 3)).isNull();
  }

  private static X509CRLEntryHolder entryOf(X509CRLHolder list, long serial) {
    return list.getRevokedCertificate(BigInteger.valueOf(serial));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNSPECIFIED")
  void sign_tellsTheReason(RevocationReason reason) throws Exception {
    X509CRLHolder list =
        read(RevocationList.sign(scope(null), List.of(entry(1, reason)), signer(ROOT)));
    Extension extension =
        Objects.requireNonNull(entryOf(list, 1).getExtension(Extension.reasonCode));
    assertThat(ASN1Enumerated.getInstance(extension.getParsedValue()).intValueExact())
        .isEqualTo(reason.code());
  }

  @Test
  void sign_ofPartition_namesItsDistributionPoint() throws Exception {
    X509CRLHolder list =
        read(RevocationList.sign(scope("http://crl.example/1.crl"), List.of(), signer(ROOT)));
    Extension extension =
        Objects.requireNonNull(list.getExtension(Extension.issuingDistributionPoint));
    assertThat(extension.isCritical()).isTrue();
    assertThat(
            IssuingDistributionPoint.getInstance(extension.getParsedValue())
                .getDistributionPoint()
                .toString())
        .contains("http://crl.example/1.crl");
  }

  @Test
  void sign_refusesSerialNumberTwice() {
    List<Entry> twice =
        List.of(entry(1, RevocationReason.SUPERSEDED), entry(1, RevocationReason.KEY_COMPROMISE));
    assertThatThrownBy(() -> RevocationList.sign(scope(null), twice, signer(ROOT)))
        .isInstanceOf(X509Exception.class);
  }

  @Test
  void sign_refusesCertificateThatMayNotSignLists() {
    X509Certificate leaf = ROOT.issueServer("example.com", KEY);
    RevocationSigner endEntity =
        new RevocationSigner(leaf, SignatureAlgorithm.SHA256WITHECDSA, KEY.signer());
    assertThatThrownBy(() -> RevocationList.sign(scope(null), List.of(), endEntity))
        .isInstanceOfSatisfying(
            X509Exception.class, e -> assertThat(e.problem()).isEqualTo(Problem.BROKEN_CHAIN));
  }

  @Test
  void sign_refusesSignatureOfAnotherKey() {
    RevocationSigner stranger =
        new RevocationSigner(ROOT.certificate(), ROOT.algorithm(), KEY.signer());
    assertThatThrownBy(() -> RevocationList.sign(scope(null), List.of(), stranger))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void scope_refusesNumberAndTimesOutOfBounds() {
    assertThatThrownBy(() -> new Scope(BigInteger.ONE.negate(), NOW, NOW.plusSeconds(1), null))
        .isInstanceOf(X509Exception.class);
    assertThatThrownBy(
            () -> new Scope(BigInteger.ONE.shiftLeft(160), NOW, NOW.plusSeconds(1), null))
        .isInstanceOf(X509Exception.class);
    assertThatThrownBy(() -> new Scope(BigInteger.ONE, NOW, NOW, null))
        .isInstanceOf(X509Exception.class);
  }

  @Test
  void openSsl_refusesExactlyTheRevokedCertificate() throws Exception {
    OpenSsl openssl = OpenSsl.in(directory);
    X509Certificate revoked = ROOT.issueServer("revoked.example", KEY);
    X509Certificate good = ROOT.issueServer("good.example", KEY);
    List<Entry> entries =
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    new Entry(
                        i == 500 ? revoked.getSerialNumber() : SerialNumbers.next(),
                        NOW,
                        RevocationReason.KEY_COMPROMISE))
            .toList();
    openssl.file("root.pem", Pem.write(ROOT.certificate()));
    openssl.file("revoked.pem", Pem.write(revoked));
    openssl.file("good.pem", Pem.write(good));
    openssl.file("list.pem", RevocationList.sign(scope(null), entries, signer(ROOT)).toPem());
    String[] verify = {
      "verify",
      "-attime",
      Long.toString(NOW.plusSeconds(60).getEpochSecond()),
      "-crl_check",
      "-CAfile",
      "root.pem",
      "-CRLfile",
      "list.pem",
      "good.pem"
    };
    assertThat(openssl.run(verify)).contains("good.pem: OK");
    verify[verify.length - 1] = "revoked.pem";
    OpenSsl.Result result = openssl.attempt(verify);
    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("certificate revoked");
  }

  @Test
  void delta_namesItsBase() throws Exception {
    X509CRLHolder delta =
        read(
            RevocationList.sign(
                new Scope(
                    BigInteger.TEN,
                    NOW,
                    NOW.plus(Duration.ofDays(7)),
                    "http://example.com/1.crl",
                    BigInteger.valueOf(7),
                    null),
                List.of(entry(1, RevocationReason.SUPERSEDED)),
                signer(ROOT)));

    Extension indicator = delta.getExtension(Extension.deltaCRLIndicator);
    assertThat(indicator.isCritical()).isTrue();
    assertThat(ASN1Integer.getInstance(indicator.getParsedValue()).getValue()).isEqualTo(7);
    assertThat(delta.getExtension(Extension.issuingDistributionPoint).isCritical()).isTrue();
    assertThat(delta.getExtension(Extension.freshestCRL)).isNull();
  }

  @Test
  void listWithADelta_saysWhereItIs() throws Exception {
    X509CRLHolder list =
        read(
            RevocationList.sign(
                new Scope(
                    BigInteger.TEN,
                    NOW,
                    NOW.plus(Duration.ofDays(7)),
                    null,
                    null,
                    "http://example.com/1-delta.crl"),
                List.of(),
                signer(ROOT)));

    Extension freshest = list.getExtension(Extension.freshestCRL);
    assertThat(freshest.isCritical()).isFalse();
    assertThat(
            org.bouncycastle.asn1.x509.CRLDistPoint.getInstance(freshest.getParsedValue())
                .toString())
        .contains("http://example.com/1-delta.crl");
  }

  @Test
  void deltaOfALaterList_isRefused() {
    assertThatThrownBy(
            () -> new Scope(BigInteger.ONE, NOW, NOW.plusSeconds(1), null, BigInteger.TWO, null))
        .isInstanceOf(X509Exception.class);
  }

  @Test
  void manyEntries_areListed() throws Exception {
    List<Entry> entries =
        IntStream.rangeClosed(1, 50_000)
            .mapToObj(serial -> entry(serial, RevocationReason.UNSPECIFIED))
            .toList();

    X509CRLHolder list = read(RevocationList.sign(scope(null), entries, signer(ROOT)));

    assertThat(list.getRevokedCertificates().size()).isEqualTo(50_000);
  }
}
