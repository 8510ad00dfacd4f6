package org.latchkey.client.service;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.ServiceCredentials;

/** What an integrated service's process can be told, one line of JSON each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Command.Connect.class, name = "Connect"),
  @JsonSubTypes.Type(value = Command.Associate.class, name = "Associate"),
  @JsonSubTypes.Type(value = Command.Serve.class, name = "Serve"),
  @JsonSubTypes.Type(value = Command.Decrypt.class, name = "Decrypt"),
  @JsonSubTypes.Type(value = Command.Disassociate.class, name = "Disassociate")
})
sealed interface Command {

  /**
   * Connect to the broker. The first command, once; its answer has no result.
   *
   * @param service the service's name
   * @param brokerUrl the broker
   * @param endpoint the server's HTTP interface
   * @param certificate the certificate to trust for HTTPS, PEM; null for the runtime's own
   * @param credentials who the service is
   */
  record Connect(
      String service,
      String brokerUrl,
      String endpoint,
      @Nullable String certificate,
      ServiceCredentials credentials)
      implements Command {}

  /**
   * Associate a certificate and wait for its delivery. The result is a {@link
   * org.latchkey.client.CertificateDelivery}.
   */
  record Associate(String certificateArn, String resourceArn) implements Command {}

  /** Decrypt what was delivered and serve it. The result is a {@link Serving}. */
  record Serve() implements Command {}

  /** Decrypt what was delivered, and only that. The answer has no result. */
  record Decrypt() implements Command {}

  /**
   * Disassociate what was associated, wait for the withdrawal and stop serving. The result is an
   * {@link org.latchkey.client.AssociationReply}.
   */
  record Disassociate() implements Command {}

  /**
   * Where the service serves.
   *
   * @param port a port of the loopback address
   */
  record Serving(int port) {}
}
