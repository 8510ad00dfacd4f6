package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.latchkey.x509.TestAuthority.NOW;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.latchkey.x509.X509Exception.Problem;

class CertificateChainTest {

  private static final TestAuthority ROOT = TestAuthority.root("root");
  private static final TestAuthority MIDDLE = ROOT.subordinate("middle", 1);
  private static final TestAuthority LAST = MIDDLE.subordinate("last", 0);
  private static final SubscriberKey KEY = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1);
  private static final X509Certificate LEAF = LAST.issueServer("example.com", KEY);

  private static final X509Certificate R = ROOT.certificate();
  private static final X509Certificate M = MIDDLE.certificate();
  private static final X509Certificate L = LAST.certificate();

  private static void assertRefused(Problem problem, String message, ThrowingCallable check) {
    assertThatThrownBy(check)
        .isInstanceOfSatisfying(
            X509Exception.class, e -> assertThat(e.problem()).isEqualTo(problem))
        .hasMessageContaining(message);
  }

  /** A certificate that no lint has seen, signed by an authority's key. */
  private static final class Rogue {

    private final TestAuthority issuer;
    private final X509v3CertificateBuilder builder;

    Rogue(TestAuthority issuer, String subject, PublicKey key) {
      this.issuer = issuer;
      this.builder =
          new X509v3CertificateBuilder(
              Certificates.holder(issuer.certificate()).getSubject(),
              BigInteger.TWO.pow(100),
              Date.from(NOW.minus(Duration.ofDays(1))),
              Date.from(NOW.plus(Duration.ofDays(1))),
              new X500Name("CN=" + subject),
              PublicKeys.info(key));
    }

    Rogue with(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value)
        throws java.io.IOException {
      builder.addExtension(type, critical, value);
      return this;
    }

    X509Certificate sign() {
      return Certificates.convert(
          builder.build(new TbsContentSigner(issuer.algorithm(), issuer.key().signer())));
    }
  }

  @Nested
  class Imported {

    private CertificateChain check(X509Certificate certificate, X509Certificate... chain) {
      return CertificateChain.ofImported(certificate, List.of(chain), NOW);
    }

    @Test
    void chainWithAndWithoutItsRoot_isVerified() {
      assertThat(check(LEAF, L, M, R).issuers()).containsExactly(L, M, R);
      assertThat(check(LEAF, L, M).issuers()).containsExactly(L, M);
      assertThat(check(LEAF, L).certificate()).isEqualTo(LEAF);
      assertThat(check(LEAF).issuers()).isEmpty();
    }

    @Test
    void selfSigned_needsNoChain() {
      assertThat(check(R).issuers()).isEmpty();
    }

    @Test
    void wrongOrders_areRefused() {
      assertRefused(
          Problem.BROKEN_CHAIN,
          "Certificate 1 of the chain didn't issue the certificate",
          () -> check(LEAF, M, L, R));
      assertRefused(Problem.BROKEN_CHAIN, "Certificate 1 of the chain", () -> check(LEAF, R, M, L));
      assertRefused(Problem.BROKEN_CHAIN, "Certificate 2 of the chain", () -> check(LEAF, L, R, M));
      assertRefused(Problem.BROKEN_CHAIN, "Certificate 2 of the chain", () -> check(LEAF, L, R));
      assertRefused(Problem.BROKEN_CHAIN, "Certificate 2 of the chain", () -> check(LEAF, L, L, M));
      assertRefused(Problem.BROKEN_CHAIN, "Certificate 4", () -> check(LEAF, L, M, R, M));
    }

    @Test
    void chainWithTheCertificateItself_isRefused() {
      assertRefused(
          Problem.BROKEN_CHAIN, "must not hold the certificate itself", () -> check(LEAF, LEAF, L));
      assertRefused(
          Problem.BROKEN_CHAIN, "must not hold the certificate itself", () -> check(R, R));
      assertRefused(
          Problem.BROKEN_CHAIN,
          "must not hold the certificate itself",
          () -> check(LEAF, L, M, R, LEAF));
    }

    @Test
    void issuerOfTheSameNameWithAnotherKey_isRefused() {
      X509Certificate impostor = MIDDLE.subordinate("last", 0).certificate();
      assertRefused(Problem.BROKEN_CHAIN, "Certificate 1", () -> check(LEAF, impostor, M, R));
    }

    @Test
    void issuerThatIsNoAuthority_isRefused() throws Exception {
      TestAuthority endEntity =
          TestAuthority.withCertificate(KEY, LEAF, SignatureAlgorithm.SHA256WITHECDSA);
      X509Certificate below = new Rogue(endEntity, "below", KEY.publicKey()).sign();
      assertRefused(Problem.BROKEN_CHAIN, "", () -> check(below, LEAF, L, M, R));
      assertRefused(Problem.BROKEN_CHAIN, "", () -> check(below, LEAF));
    }

    @Test
    void pathLongerThanItsLimit_isRefused() throws Exception {
      X509Certificate tooDeep =
          new Rogue(LAST, "too deep", KEY.publicKey())
              .with(Extension.basicConstraints, true, new BasicConstraints(true))
              .sign();
      TestAuthority authority =
          TestAuthority.withCertificate(KEY, tooDeep, SignatureAlgorithm.SHA256WITHECDSA);
      X509Certificate leaf = new Rogue(authority, "leaf", KEY.publicKey()).sign();
      assertRefused(Problem.BROKEN_CHAIN, "", () -> check(leaf, tooDeep, L, M, R));
      assertRefused(Problem.BROKEN_CHAIN, "path length", () -> check(leaf, tooDeep, L));
    }

    @Test
    void issuerWithoutKeyCertSign_isRefused() throws Exception {
      X509Certificate mute =
          new Rogue(ROOT, "mute", KEY.publicKey())
              .with(Extension.basicConstraints, true, new BasicConstraints(true))
              .with(
                  Extension.keyUsage,
                  true,
                  new org.bouncycastle.asn1.x509.KeyUsage(
                      org.bouncycastle.asn1.x509.KeyUsage.cRLSign))
              .sign();
      TestAuthority authority =
          TestAuthority.withCertificate(KEY, mute, SignatureAlgorithm.SHA256WITHECDSA);
      X509Certificate leaf = new Rogue(authority, "leaf", KEY.publicKey()).sign();
      assertRefused(Problem.BROKEN_CHAIN, "", () -> check(leaf, mute, R));
      assertRefused(Problem.BROKEN_CHAIN, "may not sign", () -> check(leaf, mute));
    }

    @Test
    void nameConstraints_areHonoured() throws Exception {
      X509Certificate constrained =
          new Rogue(ROOT, "constrained", KEY.publicKey())
              .with(Extension.basicConstraints, true, new BasicConstraints(true))
              .with(
                  Extension.nameConstraints,
                  true,
                  new NameConstraints(
                      new GeneralSubtree[] {
                        new GeneralSubtree(GeneralName.ofDns("example.com").encode())
                      },
                      null))
              .sign();
      TestAuthority authority =
          TestAuthority.withCertificate(KEY, constrained, SignatureAlgorithm.SHA256WITHECDSA);
      X509Certificate inside =
          new Rogue(authority, "inside", KEY.publicKey())
              .with(
                  Extension.subjectAlternativeName,
                  false,
                  SigningRequest.generalNames(List.of(GeneralName.ofDns("www.example.com"))))
              .sign();
      X509Certificate outside =
          new Rogue(authority, "outside", KEY.publicKey())
              .with(
                  Extension.subjectAlternativeName,
                  false,
                  SigningRequest.generalNames(List.of(GeneralName.ofDns("www.example.org"))))
              .sign();
      assertThat(check(inside, constrained, R).issuers()).hasSize(2);
      assertRefused(Problem.BROKEN_CHAIN, "", () -> check(outside, constrained, R));
    }

    @Test
    void unknownCriticalExtensionOfAnIssuer_isRefused() throws Exception {
      X509Certificate odd =
          new Rogue(ROOT, "odd", KEY.publicKey())
              .with(Extension.basicConstraints, true, new BasicConstraints(true))
              .with(new ASN1ObjectIdentifier("1.2.3.4"), true, new DERUTF8String("?"))
              .sign();
      TestAuthority authority =
          TestAuthority.withCertificate(KEY, odd, SignatureAlgorithm.SHA256WITHECDSA);
      X509Certificate leaf = new Rogue(authority, "leaf", KEY.publicKey()).sign();
      assertRefused(Problem.BROKEN_CHAIN, "", () -> check(leaf, odd, R));
    }

    @Test
    void certificateOutsideItsValidity_isRefused() {
      Instant end = LEAF.getNotAfter().toInstant();
      Instant start = LEAF.getNotBefore().toInstant();
      List<X509Certificate> chain = List.of(L, M, R);
      CertificateChain.ofImported(LEAF, chain, end);
      CertificateChain.ofImported(LEAF, chain, start);
      assertRefused(
          Problem.OUTSIDE_VALIDITY,
          "The certificate has expired",
          () -> CertificateChain.ofImported(LEAF, chain, end.plusSeconds(1)));
      assertRefused(
          Problem.OUTSIDE_VALIDITY,
          "The certificate is not valid before",
          () -> CertificateChain.ofImported(LEAF, chain, start.minusSeconds(1)));
    }

    @Test
    void expiredIssuer_isRefused() {
      SubscriberKey key = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1);
      X509Certificate brief =
          ROOT.issue(
              IssuanceRequest.of(
                  TestAuthority.template("SubordinateCACertificate_PathLen0"),
                  TestAuthority.request("brief", key),
                  Validity.ofDays(1)));
      TestAuthority authority =
          TestAuthority.withCertificate(key, brief, SignatureAlgorithm.SHA256WITHECDSA);
      X509v3CertificateBuilder longer =
          new X509v3CertificateBuilder(
              new X500Name("CN=brief"),
              BigInteger.TEN,
              Date.from(NOW),
              Date.from(NOW.plus(Duration.ofDays(9))),
              new X500Name("CN=leaf"),
              PublicKeys.info(KEY.publicKey()));
      X509Certificate leaf =
          Certificates.convert(
              longer.build(new TbsContentSigner(authority.algorithm(), key.signer())));
      assertRefused(
          Problem.OUTSIDE_VALIDITY,
          "Certificate 1 of the chain has expired",
          () -> CertificateChain.ofImported(leaf, List.of(brief, R), NOW.plus(Duration.ofDays(2))));
    }

    @Test
    void certificateOfVersion1_isRefused() {
      X509Certificate old =
          Certificates.convert(
              new X509v1CertificateBuilder(
                      new X500Name("CN=root"),
                      BigInteger.TEN,
                      Date.from(NOW),
                      Date.from(NOW.plus(Duration.ofDays(1))),
                      new X500Name("CN=leaf"),
                      PublicKeys.info(KEY.publicKey()))
                  .build(new TbsContentSigner(ROOT.algorithm(), ROOT.key().signer())));
      assertRefused(Problem.MALFORMED, "version 3", () -> check(old, R));
    }

    @Test
    void ocspUrlPast1000Characters_isRefused() {
      CertificateIssuer issuer =
          ROOT.issuer()
              .withRevocation(
                  new CertificateIssuer.RevocationAddresses(
                      List.of(), List.of("http://ocsp.example/" + "a".repeat(981)), List.of()));
      X509Certificate leaf =
          issuer
              .prepare(
                  IssuanceRequest.of(
                      CertificateTemplate.DEFAULT,
                      TestAuthority.request("example.com", KEY),
                      Validity.ofDays(1)),
                  NOW)
              .lint()
              .issue(ROOT.key().signer());
      assertRefused(Problem.MALFORMED, "1000 characters", () -> check(leaf, R));
    }
  }

  @Nested
  class OfAuthority {

    private CertificateChain check(
        TestAuthority authority, boolean root, X509Certificate... chain) {
      return CertificateChain.ofAuthority(
          authority.certificate(), List.of(chain), root, request(authority), NOW);
    }

    private static SigningRequest request(TestAuthority authority) {
      return TestAuthority.request(
          Certificates.holder(authority.certificate())
              .getSubject()
              .getRDNs()[0]
              .getFirst()
              .getValue()
              .toString(),
          authority.key(),
          authority.algorithm());
    }

    @Test
    void rootAndSubordinates_areVerified() {
      assertThat(check(ROOT, true).issuers()).isEmpty();
      assertThat(check(MIDDLE, false, R).issuers()).containsExactly(R);
      assertThat(check(LAST, false, M, R).issuers()).containsExactly(M, R);
    }

    @Test
    void certificateOfAnotherKey_isRefused() {
      assertRefused(
          Problem.KEY_MISMATCH,
          "public key",
          () ->
              CertificateChain.ofAuthority(
                  R, List.of(), true, TestAuthority.request("root", KEY, ROOT.algorithm()), NOW));
    }

    @Test
    void certificateOfAnotherSubject_isRefused() {
      assertRefused(
          Problem.BROKEN_CHAIN,
          "subject",
          () ->
              CertificateChain.ofAuthority(
                  R,
                  List.of(),
                  true,
                  TestAuthority.request("another", ROOT.key(), ROOT.algorithm()),
                  NOW));
    }

    @Test
    void keyThatMayNotSignCertificates_isRefused() throws Exception {
      X509Certificate odd =
          new Rogue(ROOT, "odd", KEY.publicKey())
              .with(Extension.basicConstraints, true, new BasicConstraints(true))
              .with(
                  Extension.keyUsage,
                  true,
                  new org.bouncycastle.asn1.x509.KeyUsage(
                      org.bouncycastle.asn1.x509.KeyUsage.cRLSign))
              .sign();
      TestAuthority authority =
          TestAuthority.withCertificate(KEY, odd, SignatureAlgorithm.SHA256WITHECDSA);
      assertRefused(Problem.BROKEN_CHAIN, "key usage", () -> check(authority, false, R));
    }

    @Test
    void rootsAndSubordinates_areNotMixedUp() {
      assertRefused(Problem.BROKEN_CHAIN, "Only a self-signed", () -> check(MIDDLE, true));
      assertRefused(Problem.BROKEN_CHAIN, "has no chain", () -> check(ROOT, true, R));
      assertRefused(Problem.BROKEN_CHAIN, "self-signed", () -> check(ROOT, false, R));
    }

    @Test
    void chainOfSubordinate_mustReachItsRoot() {
      assertRefused(Problem.BROKEN_CHAIN, "root certificate", () -> check(LAST, false));
      assertRefused(Problem.BROKEN_CHAIN, "root certificate", () -> check(LAST, false, M));
      assertRefused(Problem.BROKEN_CHAIN, "Certificate 1", () -> check(LAST, false, R));
      assertRefused(Problem.BROKEN_CHAIN, "itself", () -> check(LAST, false, L, M, R));
    }

    @Test
    void endEntity_isRefused() {
      TestAuthority endEntity =
          TestAuthority.withCertificate(KEY, LEAF, SignatureAlgorithm.SHA256WITHECDSA);
      assertRefused(
          Problem.BROKEN_CHAIN, "basic constraints", () -> check(endEntity, false, L, M, R));
    }

    @Test
    void criticalExtensionThatMustNotBe_isRefused() throws Exception {
      X509Certificate odd =
          new Rogue(ROOT, "odd", KEY.publicKey())
              .with(Extension.basicConstraints, true, new BasicConstraints(true))
              .with(new ASN1ObjectIdentifier("1.2.3.4"), true, new DERUTF8String("?"))
              .sign();
      TestAuthority authority =
          TestAuthority.withCertificate(KEY, odd, SignatureAlgorithm.SHA256WITHECDSA);
      assertRefused(Problem.BROKEN_CHAIN, "1.2.3.4", () -> check(authority, false, R));
    }
  }
}
