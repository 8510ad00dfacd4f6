package org.latchkey.client.demo;

import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.LatchkeyException;
import org.latchkey.client.service.ServiceFailure;
import org.latchkey.client.service.ServiceProcess;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The demo, for a launcher that has started a server. */
public final class Demo {
  private Demo() {}

  /**
   * Plays the demo against a running server.
   *
   * @param settings {@code endpoint} and {@code https-endpoint} (the server's URLs), {@code
   *     certificate} (a PEM file: what it shows for HTTPS), {@code broker} (its URL), {@code
   *     region}, {@code access-key-id} and {@code secret-access-key} (the root user's), {@code
   *     data} (the data folder), {@code class-path} (of this class, in {@code java -cp}'s syntax);
   *     and, as they apply, {@code root-password} (for the console), {@code exit} (the server stops
   *     afterwards) and {@code terminal} (colours and Unicode can be shown), the latter two with
   *     any value
   * @param out where the story is told
   * @return 0, or 1 where a step failed; which one and why has been printed then
   */
  public static int run(Map<String, String> settings, PrintWriter out) {
    DemoSettings known = DemoSettings.of(settings);
    Narrator narrator = new Narrator(out, known.terminal());
    try {
      play(known, narrator);
      farewell(known, narrator);
      return 0;
    } catch (DemoFailure e) {
      narrator.failed(String.valueOf(e.getMessage()));
    } catch (AwsServiceException e) {
      String code = e.awsErrorDetails().errorCode();
      narrator.failed(
          code == null
              ? "The server answered with HTTP status " + e.statusCode() + "."
              : refusal(code, e.awsErrorDetails().errorMessage()));
    } catch (LatchkeyException e) {
      narrator.failed(refusal(e.code(), e.getMessage()));
    } catch (ServiceFailure e) {
      narrator.failed("The service: " + refusal(e.code(), e.getMessage()));
    } catch (RuntimeException e) {
      narrator.failed(refusal(e.getClass().getSimpleName(), e.getMessage()));
    }
    return 1;
  }

  private static void play(DemoSettings settings, Narrator narrator) {
    try (Clients clients = new Clients(settings)) {
      IssuingStep issuing = new IssuingStep(settings, clients, narrator);
      IssuingStep.Issued issued = issuing.run();
      StorageStep storage = new StorageStep(settings, narrator, issued);
      storage.run();
      try (ServiceProcess service = ServiceProcess.start(settings.classPath())) {
        AssociationStep.Associated associated =
            new AssociationStep(settings, clients, narrator, issued, service).run();
        new ServingStep(narrator, issued, service).run();
        new WithdrawalStep(clients, narrator, storage, associated, service).run();
      }
    }
  }

  static void farewell(DemoSettings settings, Narrator narrator) {
    narrator.say("");
    narrator.say("All five steps passed.");
    if (settings.exit()) {
      return;
    }
    narrator.say("");
    narrator.say("The server stays up until Ctrl-C. Have a look around:");
    narrator.say("  Console   " + settings.httpsEndpoint().resolve("/console"));
    String password = settings.rootPassword();
    narrator.say("            user root" + (password == null ? "" : ", password " + password));
    narrator.say("  AWS CLI   export AWS_ACCESS_KEY_ID=" + settings.credentials().accessKeyId());
    narrator.say(
        "            export AWS_SECRET_ACCESS_KEY=" + settings.credentials().secretAccessKey());
    narrator.say("            export AWS_DEFAULT_REGION=" + settings.region());
    narrator.say("            aws --endpoint-url " + settings.endpoint() + " kms list-aliases");
  }

  private static String refusal(String code, @Nullable String message) {
    return code + ": " + message;
  }
}
