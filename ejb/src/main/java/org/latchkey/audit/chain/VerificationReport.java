package org.latchkey.audit.chain;

import java.util.List;

/**
 * What a verification has found.
 *
 * @param records how many records were read
 * @param files how many files
 * @param digests how many digests
 * @param damages what is wrong, by files and lines; empty where nothing is
 * @param notes what is worth knowing and not wrong
 */
public record VerificationReport(
    long records, long files, long digests, List<Damage> damages, List<String> notes) {

  public VerificationReport {
    damages = List.copyOf(damages);
    notes = List.copyOf(notes);
  }

  public boolean intact() {
    return damages.isEmpty();
  }
}
