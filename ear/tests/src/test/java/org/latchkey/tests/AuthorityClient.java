package org.latchkey.tests;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.Pem;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthority;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityStatus;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.CreateCertificateAuthorityRequest;
import software.amazon.awssdk.services.acmpca.model.IssueCertificateRequest;
import software.amazon.awssdk.services.acmpca.model.KeyAlgorithm;
import software.amazon.awssdk.services.acmpca.model.SigningAlgorithm;
import software.amazon.awssdk.services.acmpca.model.ValidityPeriodType;

/** What tests of private authorities do again and again. */
record AuthorityClient(AcmPcaClient acmPca) {
  private static final String ROOT = "RootCACertificate";
  private static final long ROOT_DAYS = 3_650;
  private static final long DAYS = 30;

  /** The ARN of a template. */
  static String template(String name) {
    return "arn:aws:acm-pca:::template/" + name + "/V1";
  }

  /** A new authority, waiting for its certificate; its ARN. */
  String create(
      CertificateAuthorityType type,
      String name,
      Consumer<CreateCertificateAuthorityRequest.Builder> more) {
    return acmPca
        .createCertificateAuthority(
            request ->
                request
                    .certificateAuthorityType(type)
                    .certificateAuthorityConfiguration(
                        configuration ->
                            configuration
                                .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1)
                                .signingAlgorithm(SigningAlgorithm.SHA256_WITHECDSA)
                                .subject(subject -> subject.commonName(name)))
                    .applyMutation(more))
        .certificateAuthorityArn();
  }

  String create(CertificateAuthorityType type, String name) {
    return create(type, name, more -> {});
  }

  /** A new root authority that is active; its ARN. */
  String root(String name, Consumer<CreateCertificateAuthorityRequest.Builder> more) {
    String arn = create(CertificateAuthorityType.ROOT, name, more);
    importSelfIssued(arn, ROOT_DAYS);
    return arn;
  }

  String root(String name) {
    return root(name, more -> {});
  }

  /** Has a root authority issue its own certificate for some days, and imports it. */
  void importSelfIssued(String arn, long days) {
    String algorithm = signingAlgorithm(arn);
    String issued =
        issue(
            arn,
            csr(arn),
            request ->
                request
                    .signingAlgorithm(algorithm)
                    .templateArn(template(ROOT))
                    .validity(validity -> validity.type(ValidityPeriodType.DAYS).value(days)));
    importCertificate(arn, certificate(arn, issued), null);
  }

  /** A new subordinate authority below one of this server's, active; its ARN. */
  String subordinate(String parent, String name, int pathLength) {
    String arn = create(CertificateAuthorityType.SUBORDINATE, name);
    String issued =
        issue(
            parent,
            csr(arn),
            request ->
                request
                    .signingAlgorithm(signingAlgorithm(parent))
                    .templateArn(template("SubordinateCACertificate_PathLen" + pathLength))
                    // shorter than the certificates above, longer than those below
                    .validity(
                        validity ->
                            validity
                                .type(ValidityPeriodType.DAYS)
                                .value(DAYS + 10L * (pathLength + 1))));
    importCertificate(arn, certificate(parent, issued), chain(parent, issued));
    return arn;
  }

  String signingAlgorithm(String arn) {
    return describe(arn).certificateAuthorityConfiguration().signingAlgorithmAsString();
  }

  CertificateAuthority describe(String arn) {
    return acmPca
        .describeCertificateAuthority(request -> request.certificateAuthorityArn(arn))
        .certificateAuthority();
  }

  CertificateAuthorityStatus status(String arn) {
    return describe(arn).status();
  }

  void setStatus(String arn, CertificateAuthorityStatus status) {
    acmPca.updateCertificateAuthority(
        request -> request.certificateAuthorityArn(arn).status(status));
  }

  String csr(String arn) {
    return acmPca.getCertificateAuthorityCsr(request -> request.certificateAuthorityArn(arn)).csr();
  }

  /** Has an authority certify a key, for 30 days with ECDSA where nothing else is said. */
  String issue(String arn, String csr, Consumer<IssueCertificateRequest.Builder> more) {
    return acmPca
        .issueCertificate(
            request ->
                request
                    .certificateAuthorityArn(arn)
                    .csr(SdkBytes.fromUtf8String(csr))
                    .signingAlgorithm(SigningAlgorithm.SHA256_WITHECDSA)
                    .validity(validity -> validity.type(ValidityPeriodType.DAYS).value(DAYS))
                    .applyMutation(more))
        .certificateArn();
  }

  String issue(String arn, String csr) {
    return issue(arn, csr, more -> {});
  }

  /** A certificate in PEM. */
  String certificate(String arn, String certificateArn) {
    return acmPca
        .getCertificate(
            request -> request.certificateAuthorityArn(arn).certificateArn(certificateArn))
        .certificate();
  }

  /** A certificate's chain in PEM. */
  String chain(String arn, String certificateArn) {
    return acmPca
        .getCertificate(
            request -> request.certificateAuthorityArn(arn).certificateArn(certificateArn))
        .certificateChain();
  }

  /** An authority's own certificate in PEM. */
  String certificate(String arn) {
    return acmPca
        .getCertificateAuthorityCertificate(request -> request.certificateAuthorityArn(arn))
        .certificate();
  }

  /** A certificate's serial number, as RevokeCertificate takes it. */
  String serial(String arn, String certificateArn) {
    return Pem.certificate(certificate(arn, certificateArn)).getSerialNumber().toString(16);
  }

  /** Gives an authority its certificate; {@code chain} is null for a root. */
  void importCertificate(String arn, String certificate, @Nullable String chain) {
    acmPca.importCertificateAuthorityCertificate(
        request ->
            request
                .certificateAuthorityArn(arn)
                .certificate(SdkBytes.fromUtf8String(certificate))
                .certificateChain(chain == null ? null : SdkBytes.fromUtf8String(chain)));
  }
}
