package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bouncycastle.asn1.x509.KeyUsage.dataEncipherment;
import static org.bouncycastle.asn1.x509.KeyUsage.digitalSignature;
import static org.bouncycastle.asn1.x509.KeyUsage.encipherOnly;
import static org.bouncycastle.asn1.x509.KeyUsage.keyAgreement;
import static org.bouncycastle.asn1.x509.KeyUsage.keyCertSign;
import static org.bouncycastle.asn1.x509.KeyUsage.keyEncipherment;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.latchkey.x509.X509Exception.Problem;

/** Each rule is broken by itself, in a certificate that is otherwise good. */
class LintTest {

  private static final TestAuthority ROOT = TestAuthority.root("root");
  private static final TestAuthority LAST = ROOT.subordinate("last", 0);
  private static final SubscriberKey RSA = SubscriberKey.generate(KeyAlgorithm.RSA_2048);
  private static final SubscriberKey EC = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1);
  private static final SubscriberKey ML_DSA = SubscriberKey.generate(KeyAlgorithm.ML_DSA_44);

  /** The content of a good server certificate, to be spoiled. */
  private static final class Draft {
    TestAuthority issuer = ROOT;
    List<X509Certificate> above = List.of();
    BigInteger serial = SerialNumbers.next();
    SignatureAlgorithm algorithm = SignatureAlgorithm.SHA256WITHECDSA;
    X500Name issuerName = Certificates.holder(ROOT.certificate()).getSubject();
    X500Name subject = DistinguishedName.ofCommonName("example.com").toX500Name();
    Time start = time(Duration.ZERO);
    Time end = time(Duration.ofDays(90));
    SubjectPublicKeyInfo key = PublicKeys.info(RSA.publicKey());
    boolean uniqueIdentifier;
    final Map<ASN1ObjectIdentifier, Extension> extensions = new LinkedHashMap<>();

    Draft() {
      put(Extension.basicConstraints, false, new BasicConstraints(false));
      keyUsage(digitalSignature | keyEncipherment);
      purposes(KeyPurposeId.id_kp_serverAuth);
      put(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[20]));
      put(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(KeyIdentifiers.ofSubject(ROOT.certificate())));
      names(GeneralName.ofDns("example.com").encode());
    }

    static Time time(Duration fromNow) {
      return new Time(Date.from(TestAuthority.NOW.plus(fromNow)));
    }

    void put(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
      try {
        extensions.put(
            type,
            new Extension(
                type, critical, new DEROctetString(value.toASN1Primitive().getEncoded())));
      } catch (java.io.IOException e) {
        throw new IllegalStateException(e);
      }
    }

    void keyUsage(int bits) {
      put(Extension.keyUsage, true, new org.bouncycastle.asn1.x509.KeyUsage(bits));
    }

    void purposes(KeyPurposeId... purposes) {
      put(
          Extension.extendedKeyUsage,
          false,
          new org.bouncycastle.asn1.x509.ExtendedKeyUsage(purposes));
    }

    void names(org.bouncycastle.asn1.x509.GeneralName... names) {
      put(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }

    void name(int tag, String value) {
      names(new org.bouncycastle.asn1.x509.GeneralName(tag, new DERIA5String(value)));
    }

    void subject(ASN1ObjectIdentifier type, ASN1Encodable value) {
      subject = new X500NameBuilder().addRDN(type, value).build();
    }

    void domain(String name) {
      subject = DistinguishedName.ofCommonName(name).toX500Name();
      names(GeneralName.ofDns(name).encode());
    }

    void authority(@Nullable Integer pathLength) {
      put(
          Extension.basicConstraints,
          true,
          pathLength == null ? new BasicConstraints(true) : new BasicConstraints(pathLength));
      keyUsage(keyCertSign);
      extensions.remove(Extension.extendedKeyUsage);
    }

    void issuedBy(TestAuthority authority) {
      issuer = authority;
      issuerName = Certificates.holder(authority.certificate()).getSubject();
      put(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(KeyIdentifiers.ofSubject(authority.certificate())));
    }

    PreparedCertificate prepare() {
      V3TBSCertificateGenerator content = new V3TBSCertificateGenerator();
      content.setSerialNumber(new ASN1Integer(serial));
      content.setSignature(algorithm.identifier());
      content.setIssuer(issuerName);
      content.setStartDate(start);
      content.setEndDate(end);
      content.setSubject(subject);
      content.setSubjectPublicKeyInfo(key);
      if (uniqueIdentifier) {
        content.setSubjectUniqueID(new org.bouncycastle.asn1.DERBitString(new byte[] {1}));
      }
      content.setExtensions(
          new org.bouncycastle.asn1.x509.Extensions(extensions.values().toArray(new Extension[0])));
      try {
        return new PreparedCertificate(
            content.generateTBSCertificate().getEncoded(),
            new IssuerFacts(
                issuer.certificate(), above, issuer.key().publicKey(), issuer.algorithm()));
      } catch (java.io.IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** An authority for {@code example.com}, but not for {@code inner.example.com}. */
  private static TestAuthority constrained() {
    return constrained(GeneralName.ofDns("example.com").encode());
  }

  private static TestAuthority constrained(org.bouncycastle.asn1.x509.GeneralName permitted) {
    SubscriberKey key = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1);
    Draft draft = new Draft();
    draft.authority(null);
    draft.subject = DistinguishedName.ofCommonName("constrained").toX500Name();
    draft.key = PublicKeys.info(key.publicKey());
    draft.extensions.remove(Extension.subjectAlternativeName);
    draft.put(
        Extension.nameConstraints,
        true,
        new NameConstraints(
            subtree(permitted), subtree(GeneralName.ofDns("inner.example.com").encode())));
    return TestAuthority.withCertificate(
        key, draft.prepare().lint().issue(ROOT.key().signer()), SignatureAlgorithm.SHA256WITHECDSA);
  }

  private static GeneralSubtree[] subtree(org.bouncycastle.asn1.x509.GeneralName base) {
    return new GeneralSubtree[] {new GeneralSubtree(base)};
  }

  private static Arguments broken(String source, String message, Consumer<Draft> spoiling) {
    return Arguments.of(source, message, spoiling);
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        broken("RFC 5280 4.1.2.2", "not positive", d -> d.serial = d.serial.negate()),
        broken("RFC 5280 4.1.2.2", "20 octets", d -> d.serial = BigInteger.ONE.shiftLeft(160)),
        broken("CA/Browser Forum BR 7.1.2", "64 random bits", d -> d.serial = BigInteger.TEN),
        broken(
            "RFC 5280 4.1.2.3",
            "not the one",
            d -> d.algorithm = SignatureAlgorithm.SHA384WITHECDSA),
        broken(
            "RFC 5280 4.1.2.5", "before it begins", d -> d.end = Draft.time(Duration.ofHours(-1))),
        broken(
            "RFC 5280 4.1.2.5",
            "UTCTime until 2049",
            d -> d.end = new Time(new ASN1GeneralizedTime("20270101000000Z"))),
        broken("RFC 5280 6.1.3", "exceeds", d -> d.end = Draft.time(Duration.ofDays(4000))),
        broken("RFC 5280 4.1.2.8", "unique", d -> d.uniqueIdentifier = true),
        broken("NIST SP 800-131A 3", "too short", d -> d.key = rsa(1024)),
        broken("NIST SP 800-131A 3", "not supported", d -> d.key = rsa(1536)));
  }

  static Stream<Arguments> names() {
    int dns = org.bouncycastle.asn1.x509.GeneralName.dNSName;
    int uri = org.bouncycastle.asn1.x509.GeneralName.uniformResourceIdentifier;
    int mail = org.bouncycastle.asn1.x509.GeneralName.rfc822Name;
    return Stream.of(
        broken(
            "RFC 5280 4.1.2.4",
            "not the authority's subject",
            d -> d.issuerName = DistinguishedName.ofCommonName("other").toX500Name()),
        broken(
            "RFC 5280 A.1",
            "65 characters",
            d -> d.subject(BCStyle.CN, new DERUTF8String("a".repeat(65)))),
        broken("RFC 5280 A.1", "0 characters", d -> d.subject(BCStyle.CN, new DERUTF8String(""))),
        broken("RFC 5280 A.1", "country", d -> d.subject(BCStyle.C, new DERUTF8String("US"))),
        broken(
            "RFC 5280 A.1",
            "not a PrintableString",
            d -> d.subject(BCStyle.SERIALNUMBER, new DERUTF8String("1"))),
        broken(
            "RFC 5280 4.2.1.6", "must be critical", d -> d.subject = new X500NameBuilder().build()),
        broken(
            "RFC 5280 4.2.1.6",
            "neither a subject",
            d -> {
              d.subject = new X500NameBuilder().build();
              d.extensions.remove(Extension.subjectAlternativeName);
            }),
        broken("RFC 5280 4.2.1.6", "are empty", d -> d.names()),
        broken("RFC 5280 4.2.1.6", "DNS name", d -> d.name(dns, ".example.com")),
        broken("RFC 5280 4.2.1.6", "DNS name", d -> d.name(dns, "a..example.com")),
        broken("RFC 5280 4.2.1.6", "DNS name", d -> d.name(dns, "www.*.example.com")),
        broken("RFC 5280 4.2.1.6", "DNS name", d -> d.name(dns, "w*.example.com")),
        broken("RFC 5280 4.2.1.6", "DNS name", d -> d.name(dns, "a".repeat(64) + ".example")),
        broken("RFC 5280 4.2.1.6", "DNS name", d -> d.name(dns, "-a.example.com")),
        broken("RFC 5280 4.2.1.6", "DNS name", d -> d.name(dns, " ")),
        broken("RFC 5280 4.2.1.6", "DNS name", d -> d.name(dns, "a.".repeat(127) + "example")),
        broken("RFC 5280 4.2.1.6", "URI", d -> d.name(uri, "//example.com/path")),
        broken("RFC 5280 4.2.1.6", "mailbox", d -> d.name(mail, "someone")),
        broken(
            "RFC 5280 4.2.1.6",
            "IP address",
            d ->
                d.names(
                    new org.bouncycastle.asn1.x509.GeneralName(
                        org.bouncycastle.asn1.x509.GeneralName.iPAddress,
                        new DEROctetString(new byte[5])))));
  }

  static Stream<Arguments> authorities() {
    return Stream.of(
        broken(
            "RFC 5280 4.2.1.9",
            "not critical",
            d -> {
              d.authority(null);
              d.put(Extension.basicConstraints, false, new BasicConstraints(true));
            }),
        broken(
            "RFC 5280 4.2.1.9",
            "authorities only",
            d -> d.keyUsage(keyCertSign | digitalSignature)),
        broken(
            "RFC 5280 6.1.4 (n)",
            "lacks keyCertSign",
            d -> {
              d.authority(null);
              d.keyUsage(digitalSignature);
            }),
        broken(
            "RFC 5280 4.2.1.9",
            "path length needs",
            d -> {
              d.authority(0);
              d.extensions.remove(Extension.keyUsage);
            }),
        broken(
            "RFC 5280 4.1.2.6",
            "subject is empty",
            d -> {
              d.authority(null);
              d.subject = new X500NameBuilder().build();
              d.put(
                  Extension.subjectAlternativeName,
                  true,
                  new GeneralNames(GeneralName.ofDns("example.com").encode()));
            }),
        broken(
            "RFC 5280 6.1.4 (l)",
            "lets no authority follow",
            d -> {
              d.authority(null);
              d.issuedBy(LAST);
            }),
        broken(
            "RFC 5280 6.1.4 (l)",
            "not below",
            d -> {
              d.authority(1);
              d.issuedBy(ROOT.subordinate("middle", 1));
            }),
        broken(
            "RFC 5280 6.1.3 (b)",
            "not among those",
            d -> {
              d.issuedBy(constrained());
              d.domain("www.example.net");
            }),
        broken(
            "RFC 5280 6.1.3 (c)",
            "exclude",
            d -> {
              d.issuedBy(constrained());
              d.domain("www.inner.example.com");
            }),
        broken("RFC 5280 6.1.4 (k)", "not an authority's", d -> d.issuedBy(endEntity())),
        broken(
            "RFC 5280 4.2.1.2",
            "no subject key identifier",
            d -> {
              d.authority(null);
              d.extensions.remove(Extension.subjectKeyIdentifier);
            }),
        broken(
            "RFC 5280 4.2.1.2",
            "critical",
            d ->
                d.put(
                    Extension.subjectKeyIdentifier, true, new SubjectKeyIdentifier(new byte[20]))),
        broken(
            "RFC 5280 4.2.1.1",
            "no authority key identifier",
            d -> d.extensions.remove(Extension.authorityKeyIdentifier)),
        broken(
            "RFC 5280 4.2.1.1",
            "not the issuer's",
            d ->
                d.put(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(new byte[20]))));
  }

  /** Of certificates that have a policy of the CA/Browser Forum's. */
  static Stream<Arguments> publicTrust() {
    int mail = org.bouncycastle.asn1.x509.GeneralName.rfc822Name;
    int dns = org.bouncycastle.asn1.x509.GeneralName.dNSName;
    return Stream.of(
        broken(
            "CA/Browser Forum BR 6.1.5", "key", d -> d.key = PublicKeys.info(ML_DSA.publicKey())),
        broken(
            "CA/Browser Forum BR 6.3.2", "200 days", d -> d.end = Draft.time(Duration.ofDays(200))),
        broken(
            "CA/Browser Forum BR 7.1.2.7.2",
            "more than country",
            d ->
                d.subject =
                    new X500NameBuilder()
                        .addRDN(BCStyle.O, "Example")
                        .addRDN(BCStyle.CN, "example.com")
                        .build()),
        broken(
            "CA/Browser Forum BR 7.1.2.7.6",
            "not critical",
            d -> d.put(Extension.basicConstraints, false, new BasicConstraints(false))),
        broken(
            "CA/Browser Forum BR 7.1.2.7.10",
            "lacks serverAuth",
            d -> d.purposes(KeyPurposeId.id_kp_clientAuth)),
        broken(
            "CA/Browser Forum BR 7.1.2.7.10",
            "goes not with",
            d -> d.purposes(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_emailProtection)),
        broken(
            "CA/Browser Forum BR 7.1.2.7.12",
            "no subject alternative names",
            d -> d.extensions.remove(Extension.subjectAlternativeName)),
        broken(
            "CA/Browser Forum BR 7.1.2.7.12",
            "neither a domain name",
            d -> d.name(mail, "someone@example.com")),
        broken(
            "CA/Browser Forum BR 7.1.2.7.12",
            "fully qualified",
            d -> d.name(dns, "under_score.example.com")),
        broken("CA/Browser Forum BR 7.1.2.7.12", "fully qualified", d -> d.name(dns, "intranet")),
        broken(
            "CA/Browser Forum BR 7.1.4.3", "not one of", d -> d.name(dns, "another.example.com")));
  }

  private static void claimPublicTrust(Draft draft) {
    draft.put(Extension.basicConstraints, true, new BasicConstraints(false));
    draft.put(
        Extension.certificatePolicies,
        false,
        new DERSequence(
            new org.bouncycastle.asn1.x509.PolicyInformation(
                new ASN1ObjectIdentifier("2.23.140.1.2.1"))));
  }

  @ParameterizedTest
  @MethodSource("publicTrust")
  void rulesOfTheForum_holdForThoseThatClaimThem(
      String source, String message, Consumer<Draft> spoiling) {
    Draft claiming = new Draft();
    claimPublicTrust(claiming);
    assertThat(claiming.prepare().findings()).isEmpty();
    spoiling.accept(claiming);
    Draft silent = new Draft();
    spoiling.accept(silent);

    assertThat(claiming.prepare().findings())
        .anySatisfy(
            finding ->
                assertThat(finding.toString()).contains("(" + source + ")").contains(message));
    assertThat(silent.prepare().findings())
        .noneMatch(finding -> finding.toString().contains("(" + source + ")"));
  }

  static Stream<Arguments> extensions() {
    return Stream.of(
        broken("RFC 5280 4.2.1.3", "no bit set", d -> d.keyUsage(0)),
        broken(
            "RFC 5280 4.2.1.3",
            "without keyAgreement",
            d -> d.keyUsage(digitalSignature | encipherOnly)),
        broken("RFC 3279 2.3.1", "RSA key", d -> d.keyUsage(digitalSignature | keyAgreement)),
        broken("RFC 8813 3", "EC key", d -> d.key = PublicKeys.info(EC.publicKey())),
        broken(
            "RFC 8813 3",
            "EC key",
            d -> {
              d.key = PublicKeys.info(EC.publicKey());
              d.keyUsage(digitalSignature | dataEncipherment);
            }),
        broken("RFC 9881 5", "ML-DSA", d -> d.key = PublicKeys.info(ML_DSA.publicKey())),
        broken("RFC 5280 4.2.1.12", "cannot be read", d -> d.purposes()),
        broken(
            "RFC 5280 4.2.1.12",
            "suits",
            d -> {
              d.purposes(KeyPurposeId.id_kp_codeSigning);
              d.keyUsage(keyEncipherment);
            }),
        broken(
            "RFC 5280 4.2.1.12",
            "any purpose",
            d ->
                d.put(
                    Extension.extendedKeyUsage,
                    true,
                    new org.bouncycastle.asn1.x509.ExtendedKeyUsage(
                        KeyPurposeId.anyExtendedKeyUsage))),
        broken(
            "RFC 5280 4.2.1.4",
            "twice",
            d -> {
              ASN1Encodable policy = new PolicyInformation("1.2.3", null).encode();
              d.put(
                  Extension.certificatePolicies,
                  false,
                  new DERSequence(new ASN1Encodable[] {policy, policy}));
            }),
        broken(
            "RFC 5280 4.2.1.10",
            "authorities only",
            d -> d.put(Extension.nameConstraints, true, new DERSequence())),
        broken(
            "RFC 5280 4.2.1.13",
            "cannot be read",
            d -> d.put(Extension.cRLDistributionPoints, false, new DERSequence())),
        broken(
            "RFC 5280 4.2.1.13",
            "cannot be read",
            d -> d.put(Extension.cRLDistributionPoints, false, new DERUTF8String("x"))),
        broken(
            "RFC 5280 4.2.1.4",
            "cannot be read",
            d -> d.put(Extension.certificatePolicies, false, new DERSequence())),
        broken(
            "RFC 5280 4.2.2.1",
            "cannot be read",
            d -> d.put(Extension.authorityInfoAccess, false, new DERSequence())),
        broken(
            "RFC 5280 4.2.2.1",
            "critical",
            d -> d.put(Extension.authorityInfoAccess, true, new DERSequence())));
  }

  @ParameterizedTest(name = "{0}: {1} [{index}]")
  @MethodSource({"fields", "names", "authorities", "extensions"})
  void lint_refusesBrokenRule(String source, String message, Consumer<Draft> spoiling) {
    Draft draft = new Draft();
    spoiling.accept(draft);
    PreparedCertificate prepared = draft.prepare();
    assertThat(prepared.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.source()).isEqualTo(source);
              assertThat(finding.message()).contains(message);
            });
    assertThatThrownBy(prepared::lint)
        .isInstanceOfSatisfying(
            X509Exception.class, e -> assertThat(e.problem()).isEqualTo(Problem.LINT))
        .hasMessageContaining("(" + source + ")");
  }

  static Stream<Consumer<Draft>> good() {
    return Stream.of(
        d -> {},
        d -> d.name(org.bouncycastle.asn1.x509.GeneralName.dNSName, "*.example.com"),
        d -> d.name(org.bouncycastle.asn1.x509.GeneralName.dNSName, "_acme.example.com"),
        d -> d.name(org.bouncycastle.asn1.x509.GeneralName.dNSName, "xn--bcher-kva.example"),
        d -> d.name(org.bouncycastle.asn1.x509.GeneralName.rfc822Name, "someone@example.com"),
        d ->
            d.name(
                org.bouncycastle.asn1.x509.GeneralName.uniformResourceIdentifier,
                "spiffe://example.com/service"),
        d -> d.start = new Time(new ASN1UTCTime("261122120000Z")),
        d -> d.issuedBy(LAST),
        d -> d.issuedBy(constrained()),
        d -> d.authority(null),
        d -> d.authority(3));
  }

  @Test
  void lint_ofANameThatCannotBeCompared_refusesIt() {
    Draft draft = new Draft();
    draft.issuedBy(
        constrained(
            new org.bouncycastle.asn1.x509.GeneralName(
                org.bouncycastle.asn1.x509.GeneralName.iPAddress, "10.0.0.0/8")));
    draft.names(
        new org.bouncycastle.asn1.x509.GeneralName(
            org.bouncycastle.asn1.x509.GeneralName.iPAddress, new DEROctetString(new byte[3])));

    assertThat(draft.prepare().findings())
        .anySatisfy(finding -> assertThat(finding.toString()).contains("name constraints"));
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.com, ",
    "www.example.org, permit",
    "www.inner.example.com, exclude",
  })
  void lint_heedsNameConstraintsOfAuthoritiesAboveTheIssuer(String name, @Nullable String finding) {
    TestAuthority above = constrained();
    Draft draft = new Draft();
    draft.issuedBy(ROOT.subordinate("below", 0));
    draft.above = List.of(above.certificate(), ROOT.certificate());
    draft.names(GeneralName.ofDns(name).encode());

    if (finding == null) {
      assertThat(draft.prepare().findings()).isEmpty();
    } else {
      assertThat(draft.prepare().findings())
          .singleElement()
          .satisfies(
              each ->
                  assertThat(each.message())
                      .contains("name constraints of the authorities " + finding));
    }
  }

  @ParameterizedTest
  @MethodSource("good")
  void lint_passesWhatBreaksNone(Consumer<Draft> change) {
    Draft draft = new Draft();
    change.accept(draft);
    assertThat(draft.prepare().findings()).isEmpty();
  }

  /** RFC 5280 section 4.2.1.12: only without any consistent purpose is a certificate of no use. */
  @Test
  void lint_takesAKeyUsageThatSuitsOnePurpose() {
    Draft draft = new Draft();
    draft.purposes(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth);
    draft.keyUsage(keyEncipherment);
    assertThat(draft.prepare().findings()).isEmpty();
    draft.purposes(KeyPurposeId.id_kp_codeSigning, KeyPurposeId.id_kp_serverAuth);
    assertThat(draft.prepare().findings()).isEmpty();
  }

  @Test
  void lint_takesAValidityThatBeginsBeforeTheAuthoritys() {
    Draft draft = new Draft();
    draft.start = Draft.time(Duration.ofHours(-2));
    assertThat(draft.prepare().findings()).isEmpty();
  }

  @Test
  void lint_takesGeneralizedTimeFrom2050() {
    TestAuthority eternal = TestAuthority.root("eternal");
    Instant end = Instant.parse("2051-01-01T00:00:00Z");
    Draft draft = new Draft();
    draft.issuedBy(eternal);
    draft.end = new Time(Date.from(end));
    assertThat(draft.prepare().findings())
        .extracting(LintFinding::message)
        .containsExactly("the validity exceeds the authority's");
  }

  @Test
  void lint_tellsEveryRuleThatIsBroken() {
    Draft draft = new Draft();
    draft.serial = BigInteger.ONE.negate();
    draft.keyUsage(0);
    assertThat(draft.prepare().findings()).hasSizeGreaterThanOrEqualTo(3);
  }

  private static TestAuthority endEntity() {
    return TestAuthority.withCertificate(
        EC, ROOT.issueServer("example.com", EC), SignatureAlgorithm.SHA256WITHECDSA);
  }

  private static SubjectPublicKeyInfo rsa(int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(size);
      return SubjectPublicKeyInfo.getInstance(generator.generateKeyPair().getPublic().getEncoded());
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
