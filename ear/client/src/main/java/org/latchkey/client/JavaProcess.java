package org.latchkey.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Starts a class of this module as a process of its own, with the Java runtime of this one. */
public final class JavaProcess {
  private JavaProcess() {}

  /**
   * Starts a process. It takes no arguments and prints its warnings to this process's standard
   * error; whoever starts it talks to it through standard input and output.
   *
   * @param classPath this module's classes and what they need, in {@code java -cp}'s syntax
   * @param main the class to run
   */
  public static Process start(String classPath, Class<?> main) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    try {
      return new ProcessBuilder(java.toString(), "-cp", classPath, main.getName())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(main.getSimpleName() + " cannot be started", e);
    }
  }
}
