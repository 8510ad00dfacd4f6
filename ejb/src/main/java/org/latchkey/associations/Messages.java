package org.latchkey.associations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.associations.ServiceOperations.RegisterServiceResponse;
import org.latchkey.certificates.CertificateUse.Deliverable;
import org.latchkey.shared.Arn;

/** Writes what services are sent, as {@code docs/messaging.md} says. */
final class Messages {

  private static final JsonFactory JSON = new JsonFactory();

  private Messages() {}

  /** Writes the members of a JSON object. */
  private interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  static String reply(
      String type,
      String status,
      Arn certificate,
      Arn resource,
      String associationId,
      String grantId) {
    return object(
        json -> {
          json.writeStringField("type", type);
          json.writeStringField("status", status);
          json.writeStringField("certificateArn", certificate.toString());
          json.writeStringField("resourceArn", resource.toString());
          json.writeStringField("associationId", associationId);
          json.writeStringField("grantId", grantId);
        });
  }

  static String registered(
      RegisterServiceResponse service, Arn key, byte[] credentials, Map<String, String> context) {
    return object(
        json -> {
          json.writeStringField("type", "RegisterService");
          json.writeStringField("status", "Registered");
          json.writeStringField("serviceArn", service.serviceArn());
          json.writeStringField("brokerLogin", service.brokerLogin());
          json.writeStringField("deliveryQueue", service.deliveryQueue());
          json.writeStringField("replyQueue", service.replyQueue());
          json.writeStringField("keyArn", key.toString());
          json.writeBinaryField("encryptedCredentials", credentials);
          json.writeObjectFieldStart("encryptionContext");
          for (var pair : context.entrySet()) {
            json.writeStringField(pair.getKey(), pair.getValue());
          }
          json.writeEndObject();
        });
  }

  static String refusal(@Nullable String type, String code, String message) {
    return object(
        json -> {
          if (type != null) {
            json.writeStringField("type", type);
          }
          json.writeStringField("status", "Refused");
          json.writeStringField("code", code);
          json.writeStringField("message", message);
        });
  }

  static String delivery(Association association, Deliverable deliverable) {
    return object(
        json -> {
          json.writeStringField("type", "CertificateDelivery");
          json.writeStringField("associationId", association.id());
          json.writeStringField("certificateArn", association.certificate().toString());
          json.writeStringField("resourceArn", association.resource().toString());
          json.writeNumberField("revision", deliverable.revision());
          json.writeStringField("certificate", deliverable.certificate());
          if (deliverable.chain() != null) {
            json.writeStringField("certificateChain", deliverable.chain());
          }
          json.writeBinaryField("encryptedPrivateKey", deliverable.encryptedPrivateKey());
          json.writeStringField("keyArn", deliverable.keyArn());
          json.writeStringField("grantId", association.grantId());
          json.writeObjectFieldStart("encryptionContext");
          for (var pair : deliverable.encryptionContext().entrySet()) {
            json.writeStringField(pair.getKey(), pair.getValue());
          }
          json.writeEndObject();
        });
  }

  static String withdrawal(Association association) {
    return object(
        json -> {
          json.writeStringField("type", "CertificateWithdrawal");
          json.writeStringField("associationId", association.id());
          json.writeStringField("certificateArn", association.certificate().toString());
          json.writeStringField("resourceArn", association.resource().toString());
        });
  }

  /**
   * An event in EventBridge's shape.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html">Amazon
   *     EventBridge, AWS service event metadata</a>
   */
  static String event(
      String detailType,
      Arn certificate,
      List<Arn> resources,
      Map<String, Object> detail,
      Instant time) {
    return object(
        json -> {
          json.writeStringField("version", "0");
          json.writeStringField("id", UUID.randomUUID().toString());
          json.writeStringField("detail-type", detailType);
          json.writeStringField("source", "latchkey.acm");
          json.writeStringField("account", certificate.account());
          json.writeStringField("time", time.toString());
          json.writeStringField("region", certificate.region());
          json.writeArrayFieldStart("resources");
          for (Arn resource : resources) {
            json.writeString(resource.toString());
          }
          json.writeEndArray();
          json.writeObjectFieldStart("detail");
          for (Map.Entry<String, Object> member : detail.entrySet()) {
            json.writeObjectField(member.getKey(), member.getValue());
          }
          json.writeEndObject();
        });
  }

  private static String object(Members members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
