package org.latchkey.web.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.Caller;

/** Operations of the model {@code example}, which has every type of shape. */
public final class Example {

  public enum Color {
    RED,
    GREEN
  }

  public record Tree(String label, @Nullable List<Tree> children) {}

  public record Either(@Nullable String left, @Nullable String right) {}

  public record Everything(
      String name,
      @Nullable Color color,
      @Nullable Integer count,
      @Nullable Long big,
      @Nullable Double ratio,
      boolean flag,
      @Nullable Boolean awsFlag,
      byte @Nullable [] blob,
      @Nullable SecretBytes secret,
      @Nullable SecretBytes secretText,
      @Nullable Instant when,
      @Nullable List<String> names,
      @Nullable Map<String, String> pairs,
      @Nullable Tree tree,
      @Nullable Either either) {}

  public record Empty() {}

  final AtomicReference<@Nullable Caller> caller = new AtomicReference<>();
  final AtomicReference<@Nullable Everything> request = new AtomicReference<>();

  Everything echo(Caller by, Everything read) {
    caller.set(by);
    request.set(read);
    return read;
  }

  void forget(Caller by, Empty read) {
    caller.set(by);
  }

  OperationTable table() {
    return OperationTable.of("example")
        .on("Echo", Everything.class, Everything.class, this::echo)
        .on("Forget", Empty.class, this::forget);
  }
}
