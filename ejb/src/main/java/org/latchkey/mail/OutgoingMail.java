package org.latchkey.mail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.TlsTrust;
import org.latchkey.shared.Settings;

/** Sends mail through the server of the setting {@code smtp-server}. */
@ApplicationScoped
public class OutgoingMail {

  private static final String PATIENCE_MILLIS = "10000";

  @Inject private Clock clock;

  /** Whether there is a server to send mail through. */
  public boolean isConfigured() {
    return Settings.text("smtp-server").isPresent();
  }

  /**
   * Sends a message of plain text. It counts as sent where the server takes it for one of the
   * recipients at least.
   *
   * @param recipients addresses
   * @throws IOException where it was sent to nobody
   */
  public void send(List<String> recipients, String subject, String text) throws IOException {
    String server =
        Settings.text("smtp-server")
            .orElseThrow(() -> new IOException("No server is configured to send mail through."));
    try {
      MimeMessage message = new MimeMessage(session(server));
      message.setFrom(new InternetAddress(Settings.text("mail-from").orElseThrow(), true));
      for (String recipient : recipients) {
        message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient, true));
      }
      message.setSubject(subject, StandardCharsets.UTF_8.name());
      message.setText(text, StandardCharsets.UTF_8.name());
      message.setSentDate(Date.from(clock.instant()));
      message.setHeader("Auto-Submitted", "auto-generated");
      Transport.send(message);
    } catch (SendFailedException partly) {
      if (partly.getValidSentAddresses() == null || partly.getValidSentAddresses().length == 0) {
        throw new IOException(server + " did not take a message", partly);
      }
    } catch (MessagingException failure) {
      throw new IOException(server + " did not take a message", failure);
    }
  }

  private static Session session(String server) throws IOException {
    int colon = server.lastIndexOf(':');
    Properties properties = new Properties();
    properties.put("mail.transport.protocol", "smtp");
    properties.put("mail.smtp.host", server.substring(0, colon));
    properties.put("mail.smtp.port", server.substring(colon + 1));
    properties.put("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
    properties.put("mail.smtp.timeout", PATIENCE_MILLIS);
    properties.put("mail.smtp.writetimeout", PATIENCE_MILLIS);
    properties.put("mail.smtp.sendpartial", "true");
    String security = Settings.text("smtp-security").orElse("starttls");
    if (!security.equals("none")) {
      properties.put("mail.smtp.ssl.checkserveridentity", "true");
      properties.put(
          "mail.smtp.ssl.socketFactory",
          TlsTrust.of(Settings.text("smtp-ca").map(Path::of).orElse(null)).getSocketFactory());
      boolean atOnce = security.equals("tls");
      properties.put("mail.smtp.ssl.enable", Boolean.toString(atOnce));
      properties.put("mail.smtp.starttls.enable", Boolean.toString(!atOnce));
      properties.put("mail.smtp.starttls.required", Boolean.toString(!atOnce));
    }
    return Session.getInstance(properties, login(properties));
  }

  private static @Nullable Authenticator login(Properties properties) {
    String user = Settings.text("smtp-user").orElse(null);
    String password = Settings.text("smtp-password").orElse(null);
    if (user == null || password == null) {
      return null;
    }
    properties.put("mail.smtp.auth", "true");
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(user, password);
      }
    };
  }
}
