package org.latchkey.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is deleted when the process ends, after its server has stopped. */
final class TemporaryFolder {
  /** Payara Micro stops the server in a shutdown hook of this name. */
  private static final String SERVERS_HOOK = "Payara Micro Shutdown Hook";

  private final Path path;
  private volatile Runnable stop = () -> {};

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  static TemporaryFolder create() throws IOException {
    TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory("latchkey-demo-"));
    Runtime.getRuntime().addShutdownHook(new Thread(folder::delete, "Temporary folder"));
    return folder;
  }

  Path path() {
    return path;
  }

  /** Has {@code server} stopped before the folder is deleted. */
  void belongsTo(Server server) {
    stop = server::stop;
  }

  private void delete() {
    try {
      stop.run();
    } catch (IllegalStateException e) {
      // It has stopped, or is being stopped by its own hook: these all run at the same time.
      awaitServersHook();
    }
    try {
      DataFolder.deleteTree(path);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be deleted", e);
    }
  }

  private static void awaitServersHook() {
    try {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals(SERVERS_HOOK)) {
          thread.join();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
