package org.latchkey.web.wire;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a list. */
final class ListReader implements ShapeReader {

  private final Constraints constraints;
  private final ShapeReader element;

  ListReader(Shape shape, ShapeReader element) {
    this.constraints = Constraints.of(shape);
    this.element = element;
  }

  @Override
  public @Nullable Object read(JsonInput in) throws IOException {
    if (in.token() != JsonToken.START_ARRAY) {
      throw in.unexpected("a list");
    }
    List<@Nullable Object> read = new ArrayList<>();
    List<Object> shown = new ArrayList<>();
    boolean satisfied = true;
    while (in.parser().nextToken() != JsonToken.END_ARRAY) {
      int mark = in.enter((read.size() + 1) + ".member");
      if (in.token() == JsonToken.VALUE_NULL) {
        in.violations().addMissing(in.path());
        read.add(null);
      } else if (element instanceof ScalarReader scalar) {
        Object parsed = scalar.parse(in);
        boolean good = scalar.constraints().satisfiedBy(parsed);
        satisfied &= good;
        shown.add(parsed);
        read.add(good ? scalar.convert(parsed, in) : null);
      } else {
        read.add(element.read(in));
      }
      in.leave(mark);
    }
    if (!satisfied) {
      noteElements(in, (ScalarReader) element, shown);
    }
    for (String failure : constraints.failures(read)) {
      in.violations().add(echo(shown), in.path(), failure);
    }
    return Collections.unmodifiableList(read);
  }

  /** AWS's services speak of the list as a whole where elements that are scalars fail. */
  private void noteElements(JsonInput in, ScalarReader scalar, List<Object> shown) {
    in.violations()
        .add(
            echo(shown),
            in.path(),
            "Member must satisfy constraint: " + scalar.constraints().text());
  }

  private @Nullable String echo(List<Object> shown) {
    boolean hidden =
        element instanceof ScalarReader scalar
            && shown.stream().anyMatch(value -> scalar.constraints().echo(value) == null);
    return hidden || !(element instanceof ScalarReader) ? null : constraints.echo(shown);
  }
}
