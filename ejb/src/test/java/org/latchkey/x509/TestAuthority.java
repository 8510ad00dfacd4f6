package org.latchkey.x509;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** An authority whose key the test holds. */
final class TestAuthority {

  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final SubscriberKey key;
  private final SignatureAlgorithm algorithm;
  private final X509Certificate certificate;

  private TestAuthority(
      SubscriberKey key, SignatureAlgorithm algorithm, X509Certificate certificate) {
    this.key = key;
    this.algorithm = algorithm;
    this.certificate = certificate;
  }

  static TestAuthority root(String name) {
    return root(name, KeyAlgorithm.EC_prime256v1, SignatureAlgorithm.SHA256WITHECDSA);
  }

  static TestAuthority root(String name, KeyAlgorithm keys, SignatureAlgorithm algorithm) {
    SubscriberKey key = SubscriberKey.generate(keys);
    X509Certificate certificate =
        CertificateIssuer.selfSigning(key.publicKey(), algorithm)
            .prepare(
                IssuanceRequest.of(
                    template("RootCACertificate"),
                    request(name, key, algorithm),
                    Validity.ofDays(3650)),
                NOW)
            .lint()
            .issue(key.signer());
    return new TestAuthority(key, algorithm, certificate);
  }

  TestAuthority subordinate(String name, int pathLength) {
    SubscriberKey subordinateKey = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1);
    X509Certificate issued =
        issue(
            IssuanceRequest.of(
                template("SubordinateCACertificate_PathLen" + pathLength),
                request(name, subordinateKey, SignatureAlgorithm.SHA256WITHECDSA),
                Validity.ofDays(1000)));
    return new TestAuthority(subordinateKey, SignatureAlgorithm.SHA256WITHECDSA, issued);
  }

  static TestAuthority withCertificate(
      SubscriberKey key, X509Certificate certificate, SignatureAlgorithm algorithm) {
    return new TestAuthority(key, algorithm, certificate);
  }

  static CertificateTemplate template(String name) {
    return CertificateTemplate.parse("arn:aws:acm-pca:::template/" + name + "/V1");
  }

  static SigningRequest request(
      String commonName, SubscriberKey key, SignatureAlgorithm algorithm) {
    return SigningRequest.build(
        DistinguishedName.ofCommonName(commonName),
        List.of(),
        key.publicKey(),
        algorithm,
        key.signer());
  }

  /** A request for a server's certificate, the domain in subject and alternative names. */
  static SigningRequest request(String domain, SubscriberKey key) {
    return SigningRequest.build(
        DistinguishedName.ofCommonName(domain),
        List.of(GeneralName.ofDns(domain)),
        key.publicKey(),
        SignatureAlgorithm.defaultFor(key.algorithm()),
        key.signer());
  }

  X509Certificate issue(IssuanceRequest request) {
    return prepare(request).lint().issue(key.signer());
  }

  PreparedCertificate prepare(IssuanceRequest request) {
    return issuer().prepare(request, NOW);
  }

  X509Certificate issueServer(String domain, SubscriberKey subscriber) {
    return issue(
        IssuanceRequest.of(
            CertificateTemplate.DEFAULT, request(domain, subscriber), Validity.ofDays(90)));
  }

  CertificateIssuer issuer() {
    return CertificateIssuer.of(certificate, algorithm);
  }

  X509Certificate certificate() {
    return certificate;
  }

  SubscriberKey key() {
    return key;
  }

  SignatureAlgorithm algorithm() {
    return algorithm;
  }
}
