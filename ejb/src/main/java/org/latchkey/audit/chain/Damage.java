package org.latchkey.audit.chain;

/**
 * Something that is not as it was written.
 *
 * @param file the name of the file
 * @param line the line in it, from 1 on; 0 for the file as a whole
 * @param reason what is wrong, in a sentence
 */
public record Damage(String file, long line, String reason) {

  @Override
  public String toString() {
    return line == 0 ? file + ": " + reason : file + ", line " + line + ": " + reason;
  }
}
