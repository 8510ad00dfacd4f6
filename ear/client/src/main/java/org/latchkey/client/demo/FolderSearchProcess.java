package org.latchkey.client.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.latchkey.client.JavaProcess;
import org.latchkey.client.Json;

/**
 * A {@link FolderSearch} in a process of its own: one line of JSON in, one out.
 *
 * <p>It must not run in the server's process. POSIX gives up all of a process's locks on a file
 * when the process closes any of its descriptors of that file (fcntl(2), "Advisory record
 * locking"), so reading the database and the broker's lock files there would unlock them.
 */
public final class FolderSearchProcess {
  private FolderSearchProcess() {}

  /** Reads a request from standard input and prints the result. Takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String line = in.readLine();
    if (line != null) {
      out.println(Json.write(FolderSearch.run(Json.read(line, FolderSearch.Request.class))));
    }
  }

  /**
   * Starts the process and waits for its result.
   *
   * @param classPath this module's classes and what they need, in {@code java -cp}'s syntax
   */
  static FolderSearch.Result run(String classPath, FolderSearch.Request request) {
    Process process = JavaProcess.start(classPath, FolderSearchProcess.class);
    try (PrintStream out =
            new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      out.println(Json.write(request));
      String line = in.readLine();
      if (line == null) {
        throw new IllegalStateException("The data folder cannot be searched");
      }
      return Json.read(line, FolderSearch.Result.class);
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder cannot be searched", e);
    } finally {
      process.destroy();
    }
  }
}
