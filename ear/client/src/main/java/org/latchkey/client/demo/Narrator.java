package org.latchkey.client.demo;

import java.io.PrintWriter;

/** Tells the demo's story: numbered steps, short lines, a mark before each thing checked. */
final class Narrator {
  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String FAINT = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter out;
  private final boolean terminal;
  private int step;
  private String title = "";

  /**
   * A narrator.
   *
   * @param terminal whether whoever reads sees colours and more than ASCII
   */
  Narrator(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Begins the next step. */
  void step(String text) {
    step++;
    title = text;
    print("");
    print(style(BOLD, "Step " + step + ". " + text));
  }

  /** Something was checked and is so. */
  void checked(String sentence) {
    print("  " + (terminal ? style(GREEN, "\u2713") : "[ok]") + " " + sentence);
  }

  /** Something worth seeing about what was just checked. */
  void detail(String text) {
    print((terminal ? "      " : "         ") + style(FAINT, text));
  }

  /** Something that is not part of a step. */
  void say(String text) {
    print(text);
  }

  /** The current step has failed. */
  void failed(String reason) {
    String mark = terminal ? style(RED, "\u2717") : "[failed]";
    print("  " + mark + " " + reason);
    print("");
    print("The demo failed in step " + step + " (" + title + ").");
  }

  private String style(String code, String text) {
    return terminal ? code + text + PLAIN : text;
  }

  private void print(String line) {
    out.println(line);
    out.flush();
  }
}
