package org.latchkey.client.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.Json;
import org.latchkey.client.LatchkeyException;
import org.latchkey.client.MessagingException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The process of an integrated service. Reads commands from standard input, one line of JSON each,
 * and answers each with one line on standard output; ends when its input does. See {@link
 * ServiceProcess}.
 */
public final class IntegratedServiceProcess {
  private final PrintStream answers;
  private @Nullable IntegratedService service;

  private IntegratedServiceProcess(PrintStream answers) {
    this.answers = answers;
  }

  /** Runs until standard input ends. Takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    Logger.getLogger("").setLevel(Level.WARNING);
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // A library that prints must not get between the answers.
    System.setOut(System.err);
    new IntegratedServiceProcess(answers)
        .run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
  }

  private void run(BufferedReader commands) throws IOException {
    try {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        answers.println(Json.write(answer(line)));
      }
    } finally {
      IntegratedService current = service;
      if (current != null) {
        current.close();
      }
    }
  }

  private Answer answer(String line) {
    try {
      return carryOut(Json.read(line, Command.class));
    } catch (LatchkeyException e) {
      return Answer.failed(e.code(), String.valueOf(e.getMessage()));
    } catch (AwsServiceException e) {
      String code = e.awsErrorDetails().errorCode();
      return Answer.failed(
          code == null ? "HTTP " + e.statusCode() : code, String.valueOf(e.getMessage()));
    } catch (SdkException
        | MessagingException
        | IllegalStateException
        | IllegalArgumentException e) {
      return Answer.failed(e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
    }
  }

  private Answer carryOut(Command command) {
    if (command instanceof Command.Connect connect) {
      if (service != null) {
        throw new IllegalStateException("The service is connected already");
      }
      service = IntegratedService.connect(connect);
      return Answer.done();
    }
    IntegratedService current = service;
    if (current == null) {
      throw new IllegalStateException("The service is not connected yet");
    }
    if (command instanceof Command.Associate associate) {
      return result(current.associate(associate.certificateArn(), associate.resourceArn()));
    }
    if (command instanceof Command.Serve) {
      return result(current.serve());
    }
    if (command instanceof Command.Disassociate) {
      return result(current.disassociate());
    }
    current.decrypt();
    return Answer.done();
  }

  private static Answer result(Object value) {
    return Answer.of(Json.tree(Json.write(value)));
  }
}
