package org.latchkey.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import java.time.Duration;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssociationClientTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofMillis(200);

  private TestLatchkey latchkey;
  private AssociationClient client;

  @BeforeEach
  void connect() throws Exception {
    latchkey = TestLatchkey.start();
    client =
        AssociationClient.connect(
            latchkey.brokerUrl(), TestLatchkey.SERVICE, TestLatchkey.CREDENTIALS);
  }

  @AfterEach
  void close() {
    client.close();
    latchkey.close();
  }

  @Test
  void associate_sendsTheContractsMessage_andReturnsItsReply() {
    AssociationReply reply =
        client.associate(TestLatchkey.CERTIFICATE_ARN, TestLatchkey.RESOURCE_ARN, TIMEOUT);

    assertThat(reply.status()).isEqualTo("Associated");
    assertThat(reply.associationId()).isEqualTo("a-1");
    assertThat(reply.grantId()).isEqualTo("g-1");
    assertThat(latchkey.requests())
        .singleElement()
        .isEqualTo(
            Json.tree(
                """
                {"type": "AssociateCertificate",
                 "certificateArn": "%s",
                 "resourceArn": "%s",
                 "service": "web-gateway"}
                """
                    .formatted(TestLatchkey.CERTIFICATE_ARN, TestLatchkey.RESOURCE_ARN)));
  }

  @Test
  void associate_refused_throwsTheRepliesCode() {
    assertThatThrownBy(() -> client.associate("arn:unknown", TestLatchkey.RESOURCE_ARN, TIMEOUT))
        .isInstanceOfSatisfying(
            LatchkeyException.class, e -> assertThat(e.code()).isEqualTo("ResourceNotFound"))
        .hasMessage("No such certificate");
  }

  @Test
  void disassociate_isConfirmed() {
    client.associate(TestLatchkey.CERTIFICATE_ARN, TestLatchkey.RESOURCE_ARN, TIMEOUT);

    AssociationReply reply =
        client.disassociate(TestLatchkey.CERTIFICATE_ARN, TestLatchkey.RESOURCE_ARN, TIMEOUT);

    assertThat(reply.status()).isEqualTo("Disassociated");
  }

  @Test
  void receive_yieldsDeliveriesInOrder() {
    client.associate(TestLatchkey.CERTIFICATE_ARN, TestLatchkey.RESOURCE_ARN, TIMEOUT);

    assertThat(client.receive(TIMEOUT, Delivery::associationId)).contains("a-0");
    assertThat(client.receive(TIMEOUT, delivery -> delivery))
        .containsInstanceOf(CertificateDelivery.class);
  }

  @Test
  void receive_yieldsTheSameAgain_whereTheHandlerFails() {
    client.associate(TestLatchkey.CERTIFICATE_ARN, TestLatchkey.RESOURCE_ARN, TIMEOUT);

    assertThatThrownBy(
            () ->
                client.receive(
                    TIMEOUT,
                    delivery -> {
                      throw new IllegalStateException("the disk is full");
                    }))
        .hasMessage("the disk is full");

    assertThat(client.receive(TIMEOUT, Delivery::associationId)).contains("a-0");
    assertThat(client.receive(TIMEOUT, Delivery::associationId)).contains("a-1");
  }

  @Test
  void receive_fails_whereWhatArrivesIsNoDelivery() {
    ServiceCredentials service = TestLatchkey.CREDENTIALS;
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(latchkey.brokerUrl());
        JMSContext context =
            factory.createContext(service.brokerLogin(), service.brokerPassword())) {
      context.createProducer().send(context.createQueue(service.deliveryQueue()), "{\"a\":");
    }

    assertThatThrownBy(() -> client.receive(TIMEOUT, delivery -> delivery))
        .isInstanceOf(MessagingException.class)
        .hasMessage("Something has arrived that is no delivery");
  }

  @Test
  void receive_yieldsNothing_whereNothingArrives() {
    assertThat(client.receive(SOON, delivery -> delivery)).isEqualTo(Optional.empty());
  }

  @Test
  void connect_withAWrongPassword_isRefused() {
    ServiceCredentials right = TestLatchkey.CREDENTIALS;
    ServiceCredentials wrong =
        new ServiceCredentials(
            right.serviceArn(),
            right.accessKeyId(),
            right.secretAccessKey(),
            right.brokerLogin(),
            "another-password",
            right.deliveryQueue(),
            right.replyQueue());

    assertThatThrownBy(
            () -> AssociationClient.connect(latchkey.brokerUrl(), TestLatchkey.SERVICE, wrong))
        .isInstanceOf(MessagingException.class)
        .hasMessageContaining(right.brokerLogin())
        .hasMessageNotContaining("another-password");
  }
}
