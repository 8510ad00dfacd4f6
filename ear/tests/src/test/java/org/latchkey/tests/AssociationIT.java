package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.latchkey.client.AssociationClient;
import org.latchkey.client.AssociationReply;
import org.latchkey.client.CertificateDelivery;
import org.latchkey.client.CertificateWithdrawal;
import org.latchkey.client.Delivery;
import org.latchkey.client.Json;
import org.latchkey.client.Pem;
import org.latchkey.client.PrivateKeyDecryptor;
import org.latchkey.client.ServiceCredentials;
import org.latchkey.client.TlsIdentity;
import org.latchkey.tests.RootUser.Association;
import org.latchkey.tests.RootUser.Service;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.model.ResourceInUseException;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KmsException;

/** An association's life, as an integrated service and the account's root user see it. */
@ExtendWith(LatchkeyExtension.class)
class AssociationIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private LatchkeyServer server;
  private RootUser root;
  private Service service;
  private AssociationClient broker;
  private String certificate;
  private String resource;

  @BeforeEach
  void register(LatchkeyServer shared) {
    server = shared;
    root = new RootUser(shared);
    service = root.register("gateway");
    broker = connect(service);
    certificate = root.certificate();
    resource = service.resource("1");
  }

  @AfterEach
  void close() {
    broker.close();
    root.close();
  }

  @Test
  void associate_isRepliedToWithAssociationAndGrant() {
    AssociationReply reply = associate();

    assertThat(reply.status()).isEqualTo("Associated");
    assertThat(root.associations(service))
        .containsExactly(
            new Association(
                String.valueOf(reply.associationId()),
                certificate,
                resource,
                String.valueOf(reply.grantId()),
                "ACTIVE"));
    assertThat(root.inUseBy(certificate)).containsExactly(resource);
  }

  @Test
  void associate_makesGrantForThisContextAlone() {
    AssociationReply reply = associate();

    assertThat(root.grants(service))
        .singleElement()
        .satisfies(
            grant -> {
              assertThat(grant.grantId()).isEqualTo(reply.grantId());
              assertThat(grant.operations()).containsExactly(GrantOperation.DECRYPT);
              assertThat(grant.constraints().encryptionContextEquals())
                  .isEqualTo(Map.of("aws:acm:arn", certificate, RootUser.CONTEXT_KEY, resource));
            });
  }

  @Test
  void serviceThatMay_registersAnotherByMessage() throws JMSException {
    String key = root.kms().createKey().keyMetadata().arn();
    String name = service.name() + "-2";
    allowRegistration(key);

    JsonNode reply = registerByMessage(name, key);

    assertThat(reply.path("status").asText()).isEqualTo("Registered");
    Service registered = new Service(name, credentials(reply));
    try (AssociationClient another = connect(registered)) {
      assertThat(another.associate(certificate, registered.resource("1"), PATIENCE).status())
          .isEqualTo("Associated");
    }
  }

  @Test
  void serviceThatMayNot_registersNoOther() throws JMSException {
    String key = root.kms().createKey().keyMetadata().arn();

    JsonNode reply = registerByMessage(service.name() + "-3", key);

    assertThat(reply.path("status").asText()).isEqualTo("Refused");
    assertThat(reply.path("code").asText()).isEqualTo("AccessDenied");
  }

  @Test
  void longCorrelationId_comesBackAndATooLongOneIsRefused() throws JMSException {
    Map<String, String> request =
        Map.of(
            "type",
            "AssociateCertificate",
            "certificateArn",
            certificate,
            "resourceArn",
            resource,
            "service",
            service.name());
    String longest = "c".repeat(4_096);

    Message associated = ask(request, longest);
    Message refused = ask(request, longest + "c");

    assertThat(associated.getJMSCorrelationID()).isEqualTo(longest);
    assertThat(associated.getBody(String.class)).contains("\"status\":\"Associated\"");
    assertThat(refused.getJMSCorrelationID()).isNull();
    assertThat(refused.getBody(String.class)).contains("MalformedMessage", "JMSCorrelationID");
  }

  private void allowRegistration(String key) {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "latchkey:RegisterService", "Resource": "*"},
          {"Effect": "Allow", "Action": ["kms:Encrypt", "kms:Decrypt"], "Resource": "%s"}]}"""
            .formatted(key);
    try (AwsClients clients = AwsClients.root(server)) {
      clients
          .iam()
          .putUserPolicy(
              request ->
                  request.userName(service.name()).policyName("register").policyDocument(policy));
    }
  }

  private JsonNode registerByMessage(String name, String key) throws JMSException {
    return Json.tree(
        ask(
                Map.of(
                    "type",
                    "RegisterService",
                    "name",
                    name,
                    "contextKey",
                    RootUser.CONTEXT_KEY,
                    "resourceArnPattern",
                    service.resource("").replace(service.name(), name) + "*",
                    "keyArn",
                    key),
                null)
            .getBody(String.class));
  }

  /** The reply to a message of the service's. */
  private Message ask(Map<String, String> request, @Nullable String correlationId)
      throws JMSException {
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(server.broker());
        JMSContext context =
            factory.createContext(
                service.credentials().brokerLogin(), service.credentials().brokerPassword())) {
      TextMessage message = context.createTextMessage(Json.write(request));
      message.setJMSCorrelationID(correlationId);
      TemporaryQueue replies = context.createTemporaryQueue();
      message.setJMSReplyTo(replies);
      JMSConsumer consumer = context.createConsumer(replies);
      context.createProducer().send(context.createQueue("latchkey.associations"), message);
      return Objects.requireNonNull(consumer.receive(PATIENCE.toMillis()));
    }
  }

  /** The credentials in a reply, as the service that asked decrypts them. */
  private ServiceCredentials credentials(JsonNode reply) {
    byte[] ciphertext = Base64.getDecoder().decode(reply.path("encryptedCredentials").asText());
    String arn = reply.path("serviceArn").asText();
    try (AwsClients clients = AwsClients.of(server, service.credentials())) {
      return Json.read(
          clients
              .kms()
              .decrypt(
                  request ->
                      request
                          .ciphertextBlob(SdkBytes.fromByteArray(ciphertext))
                          .encryptionContext(Map.of("latchkey:service:arn", arn)))
              .plaintext()
              .asUtf8String(),
          ServiceCredentials.class);
    }
  }

  @Test
  void delivery_isDecryptedByItsServiceWithItsContext() {
    associate();
    CertificateDelivery delivery = delivery();

    byte[] privateKey = decrypt(service, delivery);

    assertThat(privateKey).startsWith(0x30);
    HexFormat hex = HexFormat.of();
    assertThat(hex.formatHex(Base64.getDecoder().decode(delivery.encryptedPrivateKey())))
        .doesNotContain(hex.formatHex(privateKey));
    assertThat(delivery.certificate()).startsWith("-----BEGIN CERTIFICATE-----");
  }

  @Test
  void delivery_isNotDecryptedByAnotherService() {
    associate();
    CertificateDelivery delivery = delivery();

    assertThatThrownBy(() -> decrypt(root.register("stranger"), delivery))
        .isInstanceOfSatisfying(KmsException.class, AssociationIT::isAccessDenied);
  }

  @Test
  void delivery_isNotDecryptedWithAnotherContext() {
    associate();
    CertificateDelivery delivery = delivery();

    assertThatThrownBy(() -> decrypt(service, withContext(delivery, service.resource("2"))))
        .isInstanceOfSatisfying(KmsException.class, AssociationIT::isAccessDenied);
  }

  @Test
  void deliveryOfOneResource_isNotDecryptedWithTheContextOfAnother() {
    associate();
    CertificateDelivery delivery = delivery();
    broker.associate(certificate, service.resource("2"), PATIENCE);

    assertThatThrownBy(() -> decrypt(service, withContext(delivery, service.resource("2"))))
        .isInstanceOfSatisfying(
            KmsException.class,
            refused ->
                assertThat(refused.awsErrorDetails().errorCode())
                    .isEqualTo("InvalidCiphertextException"));
  }

  @Test
  void deleteCertificate_isRefusedWhileInUse() {
    associate();

    assertThatThrownBy(
            () -> root.acm().deleteCertificate(request -> request.certificateArn(certificate)))
        .isInstanceOf(ResourceInUseException.class);
    assertThat(root.inUseBy(certificate)).containsExactly(resource);

    broker.disassociate(certificate, resource, PATIENCE);
    root.acm().deleteCertificate(request -> request.certificateArn(certificate));
  }

  @Test
  void associateTwice_makesOneGrantAndDeliversAgain() {
    AssociationReply first = associate();
    AssociationReply second = associate();

    assertThat(second).isEqualTo(first);
    assertThat(root.grants(service)).hasSize(1);
    assertThat(root.associations(service)).hasSize(1);
    assertThat(delivery().associationId())
        .isEqualTo(delivery().associationId())
        .isEqualTo(first.associationId());
  }

  @Test
  void disassociate_withdrawsAndEndsDecrypt() {
    AssociationReply associated = associate();
    CertificateDelivery delivery = delivery();

    AssociationReply reply = broker.disassociate(certificate, resource, PATIENCE);

    assertThat(reply.status()).isEqualTo("Disassociated");
    assertThat(reply.associationId()).isEqualTo(associated.associationId());
    assertThat(root.grants(service)).isEmpty();
    assertThat(root.associations(service)).isEmpty();
    assertThat(root.inUseBy(certificate)).isEmpty();
    assertThat(next())
        .isEqualTo(
            new CertificateWithdrawal(
                String.valueOf(associated.associationId()), certificate, resource));
    assertThatThrownBy(() -> decrypt(service, delivery))
        .isInstanceOfSatisfying(KmsException.class, AssociationIT::isAccessDenied);
  }

  @Test
  void reimport_isDeliveredAndItsKeyDecryptedUnderTheSameGrant() throws Exception {
    KeyAndCertificate before = KeyAndCertificate.create("EC", 256, "imported.latchkey.test");
    KeyAndCertificate after = KeyAndCertificate.create("EC", 256, "imported.latchkey.test");
    certificate = importInto(null, before);
    AssociationReply associated = associate();
    CertificateDelivery first = delivery();
    broker.confirm(first);
    Await.until("the first revision is confirmed", () -> state().equals("CURRENT"));

    importInto(certificate, after);

    CertificateDelivery second = delivery();
    assertThat(second.revision()).isEqualTo(first.revision() + 1);
    assertThat(second.associationId()).isEqualTo(associated.associationId());
    assertThat(second.grantId()).isEqualTo(associated.grantId());
    assertThat(Pem.certificate(second.certificate()).getEncoded())
        .isEqualTo(after.certificate().getEncoded());
    // a key that does not belong to the certificate is no identity
    byte[] pkcs8 = decrypt(service, second);
    assertThat(TlsIdentity.of(second, pkcs8)).isNotNull();
    assertThat(TlsIdentity.of(first, decrypt(service, first))).isNotNull();
    assertThatThrownBy(() -> TlsIdentity.of(first, pkcs8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(state()).isEqualTo("OUTDATED");
    broker.confirm(second);
    Await.until("the new revision is confirmed", () -> state().equals("CURRENT"));
  }

  private String state() {
    return Json.tree(
            root.latchkey()
                .call("ListAssociations", Json.write(Map.of("CertificateArn", certificate))))
        .path("Associations")
        .path(0)
        .path("State")
        .asText();
  }

  private String importInto(@Nullable String arn, KeyAndCertificate imported) throws Exception {
    SdkBytes chain = imported.certificatePem();
    SdkBytes privateKey = imported.privateKeyPem();
    return root.acm()
        .importCertificate(
            request -> request.certificateArn(arn).certificate(chain).privateKey(privateKey))
        .certificateArn();
  }

  @Test
  void repair_makesNewGrantForRevokedOne() {
    AssociationReply reply = associate();
    delivery();
    root.kms().revokeGrant(request -> request.keyId(root.acmKey()).grantId(reply.grantId()));
    assertThat(root.associations(service))
        .singleElement()
        .extracting(Association::status)
        .isEqualTo("BROKEN");

    root.latchkey()
        .call(
            "RepairAssociation",
            Json.write(Map.of("CertificateArn", certificate, "ResourceArn", resource)));

    Association repaired = root.associations(service).get(0);
    assertThat(repaired.status()).isEqualTo("ACTIVE");
    assertThat(repaired.associationId()).isEqualTo(reply.associationId());
    assertThat(root.grants(service))
        .extracting(GrantListEntry::grantId)
        .containsExactly(repaired.grantId())
        .doesNotContain(reply.grantId());
    CertificateDelivery delivery = delivery();
    assertThat(delivery.grantId()).isEqualTo(repaired.grantId());
    assertThat(decrypt(service, delivery)).startsWith(0x30);
  }

  private AssociationClient connect(Service who) {
    return AssociationClient.connect(server.broker(), who.name(), who.credentials());
  }

  private AssociationReply associate() {
    return broker.associate(certificate, resource, PATIENCE);
  }

  private CertificateDelivery delivery() {
    if (next() instanceof CertificateDelivery delivery) {
      return delivery;
    }
    return Assertions.fail("A withdrawal arrived in place of a delivery");
  }

  private Delivery next() {
    return broker.receive(PATIENCE, delivery -> delivery).orElseThrow();
  }

  private byte[] decrypt(Service who, CertificateDelivery delivery) {
    try (PrivateKeyDecryptor decryptor =
        new PrivateKeyDecryptor(
            RootUser.endpoint(server), Region.of(LatchkeyServer.REGION), who.credentials())) {
      return decryptor.decrypt(delivery);
    }
  }

  private static CertificateDelivery withContext(CertificateDelivery delivery, String resource) {
    Map<String, String> context = new HashMap<>(delivery.encryptionContext());
    context.put(RootUser.CONTEXT_KEY, resource);
    return new CertificateDelivery(
        delivery.associationId(),
        delivery.certificateArn(),
        delivery.resourceArn(),
        delivery.revision(),
        delivery.certificate(),
        delivery.certificateChain(),
        delivery.encryptedPrivateKey(),
        delivery.keyArn(),
        delivery.grantId(),
        Map.copyOf(context));
  }

  private static void isAccessDenied(KmsException refused) {
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
  }
}
