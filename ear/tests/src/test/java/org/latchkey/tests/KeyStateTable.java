package org.latchkey.tests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads {@code key-states.csv}. */
final class KeyStateTable {
  private static final String FILE = "key-states.csv";
  private static final String ALLOWED = "ok";
  private static final String NEVER = "-";

  /**
   * What an operation answers for a key in a state.
   *
   * @param answer {@code ok}, or the error's name
   */
  record Cell(String operation, String state, String answer) {

    boolean isAllowed() {
      return answer.equals(ALLOWED);
    }

    @Override
    public String toString() {
      return operation + ", " + state + ": " + answer;
    }
  }

  private KeyStateTable() {}

  /** Every cell, but those of states that cannot be. */
  static List<Cell> cells() {
    List<String[]> lines = lines();
    String[] states = lines.get(0);
    List<Cell> cells = new ArrayList<>();
    for (String[] line : lines.subList(1, lines.size())) {
      for (int column = 1; column < states.length; column++) {
        if (!line[column].equals(NEVER)) {
          cells.add(new Cell(line[0], states[column], line[column]));
        }
      }
    }
    return cells;
  }

  /** The first column. */
  static List<String> operations() {
    List<String[]> lines = lines();
    return lines.subList(1, lines.size()).stream().map(line -> line[0]).toList();
  }

  private static List<String[]> lines() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(KeyStateTable.class.getResourceAsStream(FILE)),
                StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(",", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
