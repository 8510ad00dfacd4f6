package org.latchkey.client.demo;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.latchkey.client.CertificateDelivery;
import org.latchkey.client.Pem;
import org.latchkey.client.ServiceCredentials;
import org.latchkey.client.service.ServiceProcess;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantConstraints;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KmsException;

/** Step 3: an integrated service asks for the certificate and is sent it. */
final class AssociationStep {
  private static final String CONTEXT_KEY = "aws:elasticloadbalancing:arn";
  private static final String CERTIFICATE_CONTEXT_KEY = "aws:acm:arn";
  private static final int SUFFIX_BYTES = 3;

  /** In {@code arn:partition:service:region:account:resource}. */
  private static final int ARN_ACCOUNT = 4;

  private final DemoSettings settings;
  private final Clients clients;
  private final Narrator narrator;
  private final IssuingStep.Issued issued;
  private final ServiceProcess service;

  /**
   * What the later steps go on with.
   *
   * @param serviceArn who holds the grant
   * @param delivery what was delivered
   */
  record Associated(String serviceArn, CertificateDelivery delivery) {

    /** This association's grants as KMS lists them: one, or none when it has ended. */
    List<GrantListEntry> grants(KmsClient kms) {
      return kms.listGrantsPaginator(request -> request.keyId(delivery.keyArn())).grants().stream()
          .filter(grant -> serviceArn.equals(grant.granteePrincipal()))
          .toList();
    }
  }

  AssociationStep(
      DemoSettings settings,
      Clients clients,
      Narrator narrator,
      IssuingStep.Issued issued,
      ServiceProcess service) {
    this.settings = settings;
    this.clients = clients;
    this.narrator = narrator;
    this.issued = issued;
    this.service = service;
  }

  Associated run() {
    narrator.step("An integrated service is sent the certificate");
    byte[] random = new byte[SUFFIX_BYTES];
    new SecureRandom().nextBytes(random);
    String name = "demo-gateway-" + HexFormat.of().formatHex(random);
    String certificateArn = issued.certificate().arn();
    String resources =
        "arn:aws:elasticloadbalancing:"
            + settings.region()
            + ":"
            + certificateArn.split(":", -1)[ARN_ACCOUNT]
            + ":loadbalancer/app/"
            + name
            + "/";
    ServiceCredentials credentials =
        clients.latchkey().registerService(name, CONTEXT_KEY, resources + "*");
    narrator.checked("RegisterService made the service, with an access key and a broker login.");
    narrator.detail(credentials.serviceArn());
    service.connect(
        name,
        settings.brokerUrl(),
        settings.endpoint().toString(),
        settings.certificatePem(),
        credentials);
    narrator.checked(
        "It runs as process "
            + service.pid()
            + " and has logged in to "
            + settings.brokerUrl()
            + ".");

    String resourceArn = resources + "1";
    CertificateDelivery delivery = service.associate(certificateArn, resourceArn);
    narrator.checked("It sent AssociateCertificate and was delivered certificate, chain and key.");
    narrator.detail(
        "association " + delivery.associationId() + ", revision " + delivery.revision());
    Associated associated = new Associated(credentials.serviceArn(), delivery);
    showDelivery(delivery, resourceArn);
    showCiphertext(delivery);
    showGrant(associated, delivery);
    showInUse(resourceArn);
    return associated;
  }

  private void showDelivery(CertificateDelivery delivery, String resourceArn) {
    DemoFailure.unless(
        Pem.certificate(delivery.certificate())
            .equals(Pem.certificate(issued.exported().certificate())),
        "The delivered certificate should be the one that was issued, but is another.");
    DemoFailure.unless(
        delivery
            .encryptionContext()
            .equals(
                Map.of(
                    CERTIFICATE_CONTEXT_KEY, issued.certificate().arn(), CONTEXT_KEY, resourceArn)),
        "The encryption context should name certificate and resource, but is "
            + delivery.encryptionContext()
            + ".");
  }

  private void showCiphertext(CertificateDelivery delivery) {
    byte[] blob = Base64.getDecoder().decode(delivery.encryptedPrivateKey());
    DemoFailure.unless(!isPrivateKey(blob), "The delivered private key is not encrypted.");
    String code = rootDecrypt(delivery, blob);
    DemoFailure.unless(
        code.equals("AccessDeniedException"),
        "The root user's Decrypt should be refused with AccessDeniedException, but ended with "
            + code
            + ".");
    narrator.checked(
        "The key came as a KMS ciphertext of " + blob.length + " bytes, bound to this resource.");
    narrator.detail(delivery.keyArn());
    narrator.checked("Not even the account's root user may decrypt it: " + code + ".");
  }

  /** Decrypts as root, without naming the key: the ciphertext does that itself. */
  private String rootDecrypt(CertificateDelivery delivery, byte[] blob) {
    try {
      clients
          .kms()
          .decrypt(
              request ->
                  request
                      .ciphertextBlob(SdkBytes.fromByteArray(blob))
                      .encryptionContext(delivery.encryptionContext()));
      return "success";
    } catch (KmsException e) {
      return String.valueOf(e.awsErrorDetails().errorCode());
    }
  }

  private boolean isPrivateKey(byte[] blob) {
    String algorithm = issued.exported().privateKey().getAlgorithm();
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(blob))
          != null;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private void showGrant(Associated associated, CertificateDelivery delivery) {
    List<GrantListEntry> grants = associated.grants(clients.kms());
    DemoFailure.unless(
        grants.size() == 1,
        "The service should have one grant on the key, but has " + grants.size() + ".");
    GrantListEntry grant = grants.get(0);
    DemoFailure.unless(
        delivery.grantId().equals(grant.grantId()),
        "The grant should be " + delivery.grantId() + ", but is " + grant.grantId() + ".");
    DemoFailure.unless(
        grant.operations().contains(GrantOperation.DECRYPT),
        "The grant should allow Decrypt, but allows " + grant.operationsAsStrings() + ".");
    GrantConstraints constraints = grant.constraints();
    DemoFailure.unless(
        constraints != null
            && (delivery.encryptionContext().equals(constraints.encryptionContextEquals())
                || delivery.encryptionContext().equals(constraints.encryptionContextSubset())),
        "The grant should hold for this certificate and resource only, but does not.");
    narrator.checked("A grant lets this service, and no other, decrypt it.");
    narrator.detail("grant " + grant.grantId());
  }

  private void showInUse(String resourceArn) {
    List<String> inUseBy =
        clients
            .acm()
            .describeCertificate(request -> request.certificateArn(issued.certificate().arn()))
            .certificate()
            .inUseBy();
    DemoFailure.unless(
        inUseBy.equals(List.of(resourceArn)),
        "InUseBy should name the service's resource, but is " + inUseBy + ".");
    narrator.checked("DescribeCertificate says that the certificate is in use.");
    narrator.detail(resourceArn);
  }
}
