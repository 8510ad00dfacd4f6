package org.latchkey.audit;

import org.latchkey.audit.chain.ChainLink;

/**
 * A place in a node's trail: behind one record, before the next.
 *
 * @param file the number of the first record of the file that the record is in; 0 before the first
 * @param offset where the record's line ends in that file, in bytes
 * @param sequence the record's number
 * @param hash SHA-256 of its line, in hexadecimal
 */
public record TrailPosition(long file, long offset, long sequence, String hash) {

  /** Before the first record. */
  public static final TrailPosition START = new TrailPosition(0, 0, 0, ChainLink.NONE);
}
