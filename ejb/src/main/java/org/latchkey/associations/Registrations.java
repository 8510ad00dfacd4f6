package org.latchkey.associations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import org.latchkey.associations.ServiceOperations.RegisterServiceRequest;
import org.latchkey.associations.ServiceOperations.RegisterServiceResponse;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.keyuse.EncryptionOperations;
import org.latchkey.keyuse.EncryptionOperations.EncryptRequest;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * Registers services for those who ask by message. The new credentials are in the reply as a KMS
 * ciphertext alone, which whoever may decrypt under the key that was named can read.
 */
@ApplicationScoped
class Registrations {

  /** The name under which the new service's ARN stands in the encryption context. */
  static final String CONTEXT_KEY = "latchkey:service:arn";

  private static final JsonFactory JSON = new JsonFactory();

  @Inject private ServiceOperations services;
  @Inject private EncryptionOperations encryption;

  /**
   * Registers a service; the reply's text.
   *
   * @throws ServiceException as RegisterService and Encrypt refuse
   */
  String register(Caller caller, Registration registration) {
    RegisterServiceResponse registered =
        services.registerService(
            caller,
            new RegisterServiceRequest(
                registration.name(), registration.contextKey(), registration.resourceArnPattern()));
    Map<String, String> context = Map.of(CONTEXT_KEY, registered.serviceArn());
    byte[] ciphertext =
        encryption
            .encrypt(
                caller,
                new EncryptRequest(
                    registration.keyArn().toString(),
                    credentials(registered),
                    context,
                    null,
                    null,
                    null))
            .ciphertextBlob();
    return Messages.registered(registered, registration.keyArn(), ciphertext, context);
  }

  /** What RegisterService answers, as JSON. */
  private static SecretBytes credentials(RegisterServiceResponse registered) {
    try (SecretBytes secret = registered.secretAccessKey();
        SecretBytes password = registered.brokerPassword();
        Wiped text = new Wiped()) {
      // closing the generator would close and wipe the text, too
      try (JsonGenerator json =
          JSON.createGenerator(text).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
        json.writeStartObject();
        json.writeStringField("ServiceArn", registered.serviceArn());
        json.writeStringField("AccessKeyId", registered.accessKeyId());
        write(json, "SecretAccessKey", secret);
        json.writeStringField("BrokerLogin", registered.brokerLogin());
        write(json, "BrokerPassword", password);
        json.writeStringField("DeliveryQueue", registered.deliveryQueue());
        json.writeStringField("ReplyQueue", registered.replyQueue());
        json.writeEndObject();
      }
      return SecretBytes.owning(text.toByteArray());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void write(JsonGenerator json, String name, SecretBytes text) throws IOException {
    json.writeFieldName(name);
    byte[] bytes = text.expose();
    json.writeUTF8String(bytes, 0, bytes.length);
  }

  /** Bytes that are zeroed when they are closed. */
  private static final class Wiped extends ByteArrayOutputStream {

    @Override
    public void close() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
