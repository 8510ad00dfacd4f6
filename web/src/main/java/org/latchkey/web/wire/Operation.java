package org.latchkey.web.wire;

import java.io.IOException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Caller;

/**
 * An operation as it is bound: a name, how its request is read, what is called, and how the
 * response is written.
 */
final class Operation {

  private final String name;
  private final Shape input;
  private final ShapeReader reader;
  private final BiFunction<Caller, Object, @Nullable Object> call;
  private final @Nullable ShapeWriter writer;

  /**
   * Binds one.
   *
   * @param writer null where the operation has no output
   */
  Operation(
      String name,
      Shape input,
      ShapeReader reader,
      BiFunction<Caller, Object, @Nullable Object> call,
      @Nullable ShapeWriter writer) {
    this.name = name;
    this.input = input;
    this.reader = reader;
    this.call = call;
    this.writer = writer;
  }

  String name() {
    return name;
  }

  Shape input() {
    return input;
  }

  /**
   * The request.
   *
   * @param in keeps the request's secrets, which are closed with it
   */
  Object read(JsonInput in) {
    return in.readWhole(reader);
  }

  @Nullable Object call(Caller caller, Object request) {
    return call.apply(caller, request);
  }

  boolean hasOutput() {
    return writer != null;
  }

  /** Writes the response, whose secrets are closed thereby. */
  void write(@Nullable Object response, Document document) throws IOException {
    if (writer == null) {
      return;
    }
    if (response == null) {
      throw new IllegalStateException(name + " answered nothing");
    }
    writer.write(response, document);
  }
}
