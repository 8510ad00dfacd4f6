package org.latchkey.audit.chain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record's place in the chain of its node, the last member of its line.
 *
 * @param sequence the record's number, from 1 on
 * @param previous SHA-256 of the line before it, without its line end, in lower-case hexadecimal;
 *     {@link #NONE} for the first
 */
public record ChainLink(String node, long sequence, String previous) {

  /** What the first record has in the place of its predecessor's hash. */
  public static final String NONE = "0".repeat(64);

  /** More than any link has. */
  private static final int LONGEST = 256;

  /**
   * The end of a line. No value that a caller sends can look like it: within JSON's strings a
   * quotation mark is always escaped.
   */
  private static final Pattern END =
      Pattern.compile(
          ",\"chain\":\\{\"node\":\"([0-9a-f-]{1,64})\",\"sequence\":([1-9][0-9]{0,17}),"
              + "\"previous\":\"([0-9a-f]{64})\"\\}\\}$");

  /**
   * The line that a record makes at this place.
   *
   * @param record a JSON object with at least one member
   * @return without a line end
   */
  public byte[] link(byte[] record) {
    byte[] end =
        (",\"chain\":{\"node\":\""
                + node
                + "\",\"sequence\":"
                + sequence
                + ",\"previous\":\""
                + previous
                + "\"}}")
            .getBytes(UTF_8);
    byte[] line = Arrays.copyOf(record, record.length - 1 + end.length);
    System.arraycopy(end, 0, line, record.length - 1, end.length);
    return line;
  }

  /** The link of a line; empty where it has none. */
  public static Optional<ChainLink> of(byte[] line) {
    Matcher end = END.matcher(end(line));
    return end.find()
        ? Optional.of(new ChainLink(end.group(1), Long.parseLong(end.group(2)), end.group(3)))
        : Optional.empty();
  }

  /** The record that a line with a link was made of. */
  public static byte[] record(byte[] line) {
    Matcher end = END.matcher(end(line));
    if (!end.find()) {
      throw new IllegalArgumentException("the line has no link");
    }
    byte[] record = Arrays.copyOf(line, line.length - (end.end() - end.start()) + 1);
    record[record.length - 1] = '}';
    return record;
  }

  private static String end(byte[] line) {
    int from = Math.max(0, line.length - LONGEST);
    // one character a byte, so that lengths in characters are lengths in bytes
    return new String(line, from, line.length - from, ISO_8859_1);
  }
}
