package org.latchkey.leases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The name of a node, made once and kept in its data folder, which one server at a time uses. A
 * server that was killed is the same node when it starts again.
 */
public final class NodeName {

  private static final String FILE = "node-id";

  private NodeName() {}

  /**
   * The name of the node whose data folder this is.
   *
   * @throws UncheckedIOException where the folder cannot be read, or a new name not be written
   */
  public static synchronized String of(Path dataFolder) {
    try {
      Path file = dataFolder.resolve(FILE);
      String known = Files.exists(file) ? Files.readString(file) : "";
      return known.isEmpty() ? make(file) : known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String make(Path file) throws IOException {
    String name = UUID.randomUUID().toString();
    Path made = Files.writeString(file.resolveSibling(FILE + ".new"), name);
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return name;
  }
}
