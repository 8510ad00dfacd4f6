package org.latchkey.web.wire;

import static org.latchkey.shared.CommonFault.SERIALIZATION;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.ServiceException;

/**
 * Reads a structure into a record. Members that the model does not know are skipped, as AWS's
 * services do; null stands for absence.
 */
final class StructureReader implements ShapeReader {

  private record Member(String path, int index, ShapeReader reader) {}

  private final Shape shape;
  private final RecordType type;
  private final Map<String, Member> members = new HashMap<>();

  /**
   * Begins a reader, to be completed with {@link #member}: a structure may hold itself.
   *
   * @throws IllegalArgumentException where the record lacks a component for one of the shape's
   *     members, or has one that stands for none: what a client says is never silently dropped
   */
  StructureReader(Shape shape, RecordType type) {
    this.shape = shape;
    this.type = type;
    shape.members().keySet().forEach(member -> type.require(shape, member));
    type.requireNothingElse(shape);
  }

  void member(String name, RecordType.Component component, ShapeReader reader) {
    members.put(name, new Member(Shape.componentName(name), component.index(), reader));
  }

  @Override
  public @Nullable Object read(JsonInput in) throws IOException {
    if (in.token() != JsonToken.START_OBJECT) {
      throw in.unexpected("a structure");
    }
    JsonParser parser = in.parser();
    @Nullable Object[] arguments = type.absent();
    boolean[] seen = new boolean[arguments.length];
    int set = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Member member = members.get(parser.currentName());
      JsonToken value = parser.nextToken();
      if (member == null) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL) {
        if (seen[member.index()]) {
          throw new ServiceException(SERIALIZATION, "A structure gives a member twice.");
        }
        seen[member.index()] = true;
        set++;
        int mark = in.enter(member.path());
        arguments[member.index()] = member.reader().read(in);
        in.leave(mark);
      }
    }
    return complete(in, arguments, seen, set);
  }

  private @Nullable Object complete(
      JsonInput in, @Nullable Object[] arguments, boolean[] seen, int set) {
    if (shape.union() && set != 1) {
      throw new ServiceException(
          SERIALIZATION, "Exactly one member of " + shape.name() + " must be set.");
    }
    for (String required : shape.required()) {
      Member member = members.get(required);
      if (member != null && !seen[member.index()]) {
        int mark = in.enter(member.path());
        in.violations().addMissing(in.path());
        in.leave(mark);
      }
    }
    // A record's constructor may insist on what the model requires: call it with nothing amiss.
    return in.violations().isEmpty() ? type.create(arguments) : null;
  }
}
