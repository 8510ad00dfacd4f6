package org.latchkey.launcher;

import java.io.PrintWriter;
import java.util.function.Consumer;

/** Prints to the user's standard output at once, and to nowhere else. */
record Notice(PrintWriter out) implements Consumer<String> {
  @Override
  public void accept(String text) {
    out.println(text);
    out.flush();
  }
}
