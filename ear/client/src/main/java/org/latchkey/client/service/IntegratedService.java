package org.latchkey.client.service;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.AssociationClient;
import org.latchkey.client.AssociationReply;
import org.latchkey.client.CertificateDelivery;
import org.latchkey.client.CertificateWithdrawal;
import org.latchkey.client.Delivery;
import org.latchkey.client.Endpoint;
import org.latchkey.client.HttpsEndpoint;
import org.latchkey.client.Pem;
import org.latchkey.client.PrivateKeyDecryptor;
import org.latchkey.client.TlsIdentity;
import software.amazon.awssdk.regions.Region;

/**
 * An integrated service with one resource and one certificate: connected, then associated, then
 * serving, then disassociated. What it was last delivered it keeps after the end, so that it can
 * show that the ciphertext is worth nothing then.
 */
final class IntegratedService implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** In {@code arn:partition:service:region:account:resource}. */
  private static final int ARN_REGION = 3;

  private final Command.Connect connection;
  private final AssociationClient associations;
  private @Nullable CertificateDelivery delivery;
  private @Nullable HttpsEndpoint https;

  private IntegratedService(Command.Connect connection, AssociationClient associations) {
    this.connection = connection;
    this.associations = associations;
  }

  static IntegratedService connect(Command.Connect connection) {
    return new IntegratedService(
        connection,
        AssociationClient.connect(
            connection.brokerUrl(), connection.service(), connection.credentials()));
  }

  CertificateDelivery associate(String certificateArn, String resourceArn) {
    AssociationReply reply = associations.associate(certificateArn, resourceArn, TIMEOUT);
    CertificateDelivery received =
        await(
            CertificateDelivery.class,
            candidate -> candidate.associationId().equals(reply.associationId()));
    delivery = received;
    return received;
  }

  Command.Serving serve() {
    CertificateDelivery current = delivered();
    byte[] privateKey = decrypt(current);
    TlsIdentity identity;
    try {
      identity = TlsIdentity.of(current, privateKey);
    } finally {
      Arrays.fill(privateKey, (byte) 0);
    }
    stopServing();
    HttpsEndpoint started =
        HttpsEndpoint.start(identity, connection.service() + " serves " + current.resourceArn());
    https = started;
    return new Command.Serving(started.port());
  }

  void decrypt() {
    Arrays.fill(decrypt(delivered()), (byte) 0);
  }

  AssociationReply disassociate() {
    CertificateDelivery current = delivered();
    AssociationReply reply =
        associations.disassociate(current.certificateArn(), current.resourceArn(), TIMEOUT);
    await(
        CertificateWithdrawal.class,
        candidate -> candidate.associationId().equals(current.associationId()));
    stopServing();
    return reply;
  }

  private <T extends Delivery> T await(Class<T> type, Predicate<T> wanted) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (System.nanoTime() < deadline) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime()).plusMillis(1);
      Optional<Delivery> received = associations.receive(left, candidate -> candidate);
      Optional<T> match = received.filter(type::isInstance).map(type::cast).filter(wanted);
      if (match.isPresent()) {
        return match.get();
      }
    }
    throw new IllegalStateException(
        "No " + type.getSimpleName() + " within " + TIMEOUT.toSeconds() + " s");
  }

  private byte[] decrypt(CertificateDelivery current) {
    Region region = Region.of(current.certificateArn().split(":", -1)[ARN_REGION]);
    try (PrivateKeyDecryptor decryptor =
        new PrivateKeyDecryptor(endpoint(), region, connection.credentials())) {
      return decryptor.decrypt(current);
    }
  }

  private Endpoint endpoint() {
    String certificate = connection.certificate();
    return new Endpoint(
        URI.create(connection.endpoint()),
        certificate == null ? null : Pem.certificate(certificate));
  }

  private CertificateDelivery delivered() {
    CertificateDelivery current = delivery;
    if (current == null) {
      throw new IllegalStateException("No certificate was delivered yet");
    }
    return current;
  }

  private void stopServing() {
    HttpsEndpoint current = https;
    if (current != null) {
      current.close();
      https = null;
    }
  }

  @Override
  public void close() {
    stopServing();
    associations.close();
  }
}
