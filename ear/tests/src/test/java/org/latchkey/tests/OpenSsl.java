package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code openssl} command, with files in a folder of its own. */
final class OpenSsl {
  private final Path folder;
  private int files;

  OpenSsl(Path folder) {
    this.folder = folder;
  }

  /** A file with this content; its path. */
  String file(byte[] content) {
    try {
      return Files.write(newFile(), content).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file with a public key in PEM, for what does not read DER; its path. */
  String publicKey(byte[] subjectPublicKeyInfo) {
    String pem = newFile().toString();
    run("pkey", "-pubin", "-inform", "DER", "-in", file(subjectPublicKeyInfo), "-out", pem);
    return pem;
  }

  /** A file with a private key in PEM; its path. */
  String privateKey(byte[] pkcs8) {
    String pem = newFile().toString();
    run("pkey", "-inform", "DER", "-in", file(pkcs8), "-out", pem);
    return pem;
  }

  /** What a command leaves in the file that its {@code -out} names. */
  byte[] output(String... command) {
    Path out = newFile();
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add("-out");
    arguments.add(out.toString());
    run(arguments.toArray(String[]::new));
    try {
      return Files.readAllBytes(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command, which must succeed; what it prints. */
  String run(String... command) {
    Result result = attempt(command);
    assertThat(result.status()).as("%s: %s", List.of(command), result.printed()).isZero();
    return result.printed();
  }

  /** What a command printed, and its exit status. */
  record Result(int status, String printed) {}

  /** Runs a command, which may fail. */
  Result attempt(String... command) {
    List<String> arguments = new ArrayList<>(List.of(Tool.OPENSSL.command()));
    arguments.addAll(List.of(command));
    try {
      Process process =
          new ProcessBuilder(arguments)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path newFile() {
    files++;
    return folder.resolve("file-" + files);
  }
}
