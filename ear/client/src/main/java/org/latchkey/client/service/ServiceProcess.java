package org.latchkey.client.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.AssociationReply;
import org.latchkey.client.CertificateDelivery;
import org.latchkey.client.JavaProcess;
import org.latchkey.client.Json;
import org.latchkey.client.ServiceCredentials;

/**
 * A running {@link IntegratedServiceProcess}, from outside. Each method tells it one thing and
 * waits for the answer; what it answers with a failure is thrown as a {@link ServiceFailure}.
 */
public final class ServiceProcess implements AutoCloseable {
  private static final long SECONDS_TO_END = 10;

  private final Process process;
  private final PrintStream commands;
  private final BufferedReader answers;

  private ServiceProcess(Process process) {
    this.process = process;
    this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts the process.
   *
   * @param classPath this module's classes and what they need, in {@code java -cp}'s syntax
   */
  public static ServiceProcess start(String classPath) {
    return new ServiceProcess(JavaProcess.start(classPath, IntegratedServiceProcess.class));
  }

  /** The process's id. */
  public long pid() {
    return process.pid();
  }

  /**
   * Connects the service to the broker.
   *
   * @param service its name
   * @param brokerUrl the broker
   * @param endpoint the server's HTTP interface
   * @param certificate the certificate to trust for HTTPS, PEM; null for the runtime's own
   * @param credentials who it is
   */
  public void connect(
      String service,
      String brokerUrl,
      String endpoint,
      @Nullable String certificate,
      ServiceCredentials credentials) {
    tell(new Command.Connect(service, brokerUrl, endpoint, certificate, credentials));
  }

  /** Has the service associate a certificate with its resource; returns what it was delivered. */
  public CertificateDelivery associate(String certificateArn, String resourceArn) {
    return ask(new Command.Associate(certificateArn, resourceArn), CertificateDelivery.class);
  }

  /** Has the service decrypt and serve; returns its port of the loopback address. */
  public int serve() {
    return ask(new Command.Serve(), Command.Serving.class).port();
  }

  /** Has the service decrypt what it was delivered. */
  public void decrypt() {
    tell(new Command.Decrypt());
  }

  /** Has the service end its association and stop serving. */
  public AssociationReply disassociate() {
    return ask(new Command.Disassociate(), AssociationReply.class);
  }

  /** Ends the process, by force where it does not end by itself. */
  @Override
  public void close() {
    commands.close();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private <T> T ask(Command command, Class<T> type) {
    JsonNode result = tell(command).result();
    if (result == null) {
      throw new IllegalStateException("The service's process answered without a result");
    }
    return Json.read(result.toString(), type);
  }

  private Answer tell(Command command) {
    commands.println(Json.write(command));
    Answer answer = Json.read(readLine(), Answer.class);
    String code = answer.code();
    if (code != null) {
      throw new ServiceFailure(code, String.valueOf(answer.message()));
    }
    return answer;
  }

  private String readLine() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("The service's process ended unexpectedly");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException("The service's process cannot be read", e);
    }
  }
}
