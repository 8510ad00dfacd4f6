package org.latchkey.client.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Searches every file of a folder for byte strings. Files that vanish meanwhile don't count. */
final class FolderSearch extends SimpleFileVisitor<Path> {
  private static final int BUFFER_BYTES = 1 << 20;

  /**
   * Something to look for.
   *
   * @param form what it is, for the reader
   * @param bytes the bytes, two at least
   */
  record Pattern(String form, byte[] bytes) {
    /** Shows what kind of thing this is, and none of its bytes. */
    @Override
    public String toString() {
      return "Pattern[" + form + "]";
    }
  }

  /**
   * What was looked for and where.
   *
   * @param folder the folder
   * @param patterns what to look for
   */
  record Request(String folder, List<Pattern> patterns) {}

  /**
   * What was found.
   *
   * @param files how many files were read
   * @param bytes how many bytes these have
   * @param found the files, below the folder, in which each form was found
   */
  record Result(int files, long bytes, Map<String, TreeSet<String>> found) {
    /** In how many files this form was found. */
    int filesWith(String form) {
      TreeSet<String> names = found.get(form);
      return names == null ? 0 : names.size();
    }
  }

  private final Path folder;
  private final Map<Short, List<Pattern>> byBeginning = new HashMap<>();
  private final boolean[] begins = new boolean[1 << Short.SIZE];
  private final int overlap;
  private final byte[] buffer;
  private final Map<String, TreeSet<String>> found = new HashMap<>();
  private int files;
  private long bytes;

  private FolderSearch(Request request) {
    folder = Path.of(request.folder());
    int longest = 2;
    for (Pattern pattern : request.patterns()) {
      short beginning = beginning(pattern.bytes(), 0);
      byBeginning.computeIfAbsent(beginning, key -> new ArrayList<>()).add(pattern);
      begins[Short.toUnsignedInt(beginning)] = true;
      longest = Math.max(longest, pattern.bytes().length);
    }
    overlap = longest - 1;
    buffer = new byte[BUFFER_BYTES + overlap];
  }

  static Result run(Request request) throws IOException {
    FolderSearch search = new FolderSearch(request);
    Files.walkFileTree(search.folder, search);
    return new Result(search.files, search.bytes, search.found);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (attributes.isRegularFile()) {
      try (InputStream in = Files.newInputStream(file)) {
        read(file, in);
        files++;
      } catch (NoSuchFileException e) {
        // Journals and logs come and go while the server runs.
        return FileVisitResult.CONTINUE;
      }
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }

  private void read(Path file, InputStream in) throws IOException {
    int kept = 0;
    while (true) {
      int read = in.readNBytes(buffer, kept, BUFFER_BYTES);
      if (read == 0) {
        return;
      }
      bytes += read;
      int filled = kept + read;
      search(file, filled);
      // The next piece is read behind the end of this one, where a pattern may have begun.
      kept = Math.min(overlap, filled);
      System.arraycopy(buffer, filled - kept, buffer, 0, kept);
    }
  }

  private void search(Path file, int length) {
    for (int at = 0; at + 1 < length; at++) {
      if (!begins[Short.toUnsignedInt(beginning(buffer, at))]) {
        continue;
      }
      for (Pattern pattern : byBeginning.getOrDefault(beginning(buffer, at), List.of())) {
        byte[] wanted = pattern.bytes();
        int end = at + wanted.length;
        if (end <= length && Arrays.equals(buffer, at, end, wanted, 0, wanted.length)) {
          found
              .computeIfAbsent(pattern.form(), key -> new TreeSet<>())
              .add(folder.relativize(file).toString());
        }
      }
    }
  }

  private static short beginning(byte[] bytes, int at) {
    return (short) (bytes[at] << Byte.SIZE | (bytes[at + 1] & 0xff));
  }
}
