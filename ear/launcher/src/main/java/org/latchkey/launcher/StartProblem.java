package org.latchkey.launcher;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the sentence with which the application refuses to start; the first one counts. The
 * application finds it as the object property {@code latchkey.refusal}, a {@link Consumer} of
 * strings.
 */
final class StartProblem implements Consumer<String> {
  private final AtomicReference<@Nullable String> first = new AtomicReference<>();

  @Override
  public void accept(String sentence) {
    first.compareAndSet(null, sentence);
  }

  /** What to tell the user. */
  String sentence() {
    String sentence = first.get();
    return sentence == null ? "The application does not start; its log says why." : sentence;
  }
}
