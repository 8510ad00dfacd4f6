package org.latchkey.client.agent;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.latchkey.client.AssociationClient;
import org.latchkey.client.CertificateDelivery;
import org.latchkey.client.Delivery;
import org.latchkey.client.LatchkeyException;
import org.latchkey.client.MessagingException;
import org.latchkey.client.NoReplyException;
import org.latchkey.client.PrivateKeyDecryptor;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/**
 * The connector, for a launcher: associates its certificates, and installs what is delivered, until
 * the process ends.
 *
 * <p>Whenever it connects it asks for its associations anew, which has the newest revisions sent
 * again: so nothing has to be remembered here but what is installed.
 */
public final class Agent {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LISTENING = Duration.ofSeconds(5);

  /** After so long a certificate that was refused is tried again. */
  private static final Duration RETRY = Duration.ofMinutes(1);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** In {@code arn:partition:service:region:account:resource}. */
  private static final int ARN_REGION = 3;

  private final Duration patience;
  private final AgentSettings settings;
  private final PrintWriter out;
  private final Map<String, Installation> installations = new LinkedHashMap<>();
  private final Set<String> waitingFor = new HashSet<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Duration pause = FIRST_PAUSE;

  /** Whether something was refused since the connector connected. */
  private boolean refused;

  /** Whether something was installed after it. */
  private boolean installedSince;

  Agent(AgentSettings settings, PrintWriter out) {
    this(settings, out, PATIENCE);
  }

  /**
   * As above.
   *
   * @param patience how long it waits for a reply
   */
  Agent(AgentSettings settings, PrintWriter out, Duration patience) {
    this.patience = patience;
    this.settings = settings;
    this.out = out;
    ServerCommand check = new ServerCommand(settings.checkCommand());
    ServerCommand reload = new ServerCommand(settings.reloadCommand());
    settings
        .certificates()
        .forEach(
            (name, arn) ->
                installations.put(
                    arn,
                    new Installation(
                        settings.folder(),
                        name,
                        settings.form(),
                        settings.keystorePassword(),
                        check,
                        reload)));
    waitingFor.addAll(installations.keySet());
  }

  /**
   * Runs the connector.
   *
   * @param settings {@code endpoint} (the server's URL), {@code trust} (a PEM file: what to trust
   *     for HTTPS), {@code broker-url}, {@code credentials} (a file that holds RegisterService's
   *     reply), {@code resource-arn}, {@code certificates} (lines {@code name=arn}), {@code
   *     folder}, {@code form} (of {@link FileForm}), and, as they apply, {@code
   *     keystore-password-file}, {@code check-command}, {@code reload-command}, {@code once} (ends
   *     when every certificate is installed)
   * @param out where it tells what it does, a line each
   * @return 0 where it came to its end, 1 where a request is refused for good
   * @throws IOException where a file of the settings cannot be read
   */
  public static int run(Map<String, String> settings, PrintWriter out) throws IOException {
    return new Agent(AgentSettings.of(settings), out).run();
  }

  /** Runs until it is stopped, or has no more to do; the exit status. */
  int run() {
    while (!isStopped()) {
      try (AssociationClient client =
          AssociationClient.connect(
              settings.brokerUrl(), settings.service(), settings.credentials())) {
        refused = false;
        installedSince = false;
        for (String arn : installations.keySet()) {
          associate(client, arn);
        }
        say("connected to " + settings.brokerUrl());
        if (listen(client)) {
          return 0;
        }
      } catch (LatchkeyException refusal) {
        say("refused: " + refusal.code() + ": " + refusal.getMessage());
        if (settings.once()) {
          return 1;
        }
      } catch (MessagingException | SdkException failure) {
        if (isStopped()) {
          return 0;
        }
        say(failure.getMessage() + "; trying again in " + pause.toSeconds() + " s");
      }
      rest();
    }
    return 0;
  }

  /**
   * Has it end, within seconds. An interruption of its thread does not always: the broker's client
   * may take it to itself.
   */
  void stop() {
    stopped.countDown();
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /**
   * Asks for an association; one that is refused, or not answered, is no reason to leave the others
   * alone.
   */
  private void associate(AssociationClient client, String arn) {
    try {
      client.associate(arn, settings.resourceArn(), patience);
    } catch (LatchkeyException refusal) {
      if (settings.once()) {
        throw refusal;
      }
      say("refused: " + arn + ": " + refusal.code() + ": " + refusal.getMessage());
      refused = true;
    } catch (NoReplyException unanswered) {
      if (settings.once()) {
        throw unanswered;
      }
      say(arn + ": " + unanswered.getMessage());
      refused = true;
    }
  }

  /** Installs what arrives; returns whether there is no more to do. */
  private boolean listen(AssociationClient client) {
    long asked = System.nanoTime();
    while (!isStopped()) {
      if (refused && (installedSince || System.nanoTime() - asked > RETRY.toNanos())) {
        return false;
      }
      Delivery delivery = client.receive(LISTENING, received -> received).orElse(null);
      if (delivery == null) {
        // Only now: what broke off the last time has been delivered again, and went well.
        pause = FIRST_PAUSE;
      }
      if (delivery instanceof CertificateDelivery certificate
          && certificate.resourceArn().equals(settings.resourceArn())) {
        take(client, certificate);
      } else if (delivery != null) {
        say("ignored a message of association " + delivery.associationId());
      }
      if (settings.once() && waitingFor.isEmpty()) {
        return true;
      }
    }
    return true;
  }

  private void take(AssociationClient client, CertificateDelivery delivery) {
    Installation installation = installations.get(delivery.certificateArn());
    if (installation == null) {
      say("ignored " + delivery.certificateArn() + ", which is not one of its certificates");
      return;
    }
    try {
      if (installation.applied(delivery.certificateArn()) < delivery.revision()) {
        install(installation, delivery);
      }
    } catch (ServerCommand.Refused | AwsServiceException | IOException problem) {
      String message = String.valueOf(problem.getMessage());
      say(named(delivery) + " was not installed: " + message);
      client.refuse(delivery, message);
      refused = true;
      return;
    }
    waitingFor.remove(delivery.certificateArn());
    client.confirm(delivery);
  }

  private void install(Installation installation, CertificateDelivery delivery)
      throws IOException, ServerCommand.Refused {
    byte[] pkcs8 = decrypt(delivery);
    try {
      installation.install(delivery, pkcs8);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
    say("installed " + named(delivery));
    installedSince = refused;
  }

  private static String named(CertificateDelivery delivery) {
    return delivery.certificateArn() + " revision " + delivery.revision();
  }

  private byte[] decrypt(CertificateDelivery delivery) {
    Region region = Region.of(delivery.certificateArn().split(":", -1)[ARN_REGION]);
    try (PrivateKeyDecryptor decryptor =
        new PrivateKeyDecryptor(settings.endpoint(), region, settings.credentials())) {
      return decryptor.decrypt(delivery);
    }
  }

  private void rest() {
    try {
      stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
    }
    Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }

  private void say(String line) {
    out.println("latchkey agent: " + line);
    out.flush();
  }
}
