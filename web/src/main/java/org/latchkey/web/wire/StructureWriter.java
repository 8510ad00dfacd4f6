package org.latchkey.web.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes a record as a structure, its null components left out. */
final class StructureWriter implements ShapeWriter {

  private record Member(String name, RecordType.Component component, ShapeWriter writer) {}

  private final List<Member> members = new ArrayList<>();

  /**
   * Begins a writer, to be completed with {@link #member}: a structure may hold itself.
   *
   * @throws IllegalArgumentException where a component is no member of the shape, or a required
   *     member has no component
   */
  StructureWriter(Shape shape, RecordType type) {
    shape.required().forEach(member -> type.require(shape, member));
    type.requireNothingElse(shape);
  }

  void member(String name, RecordType.Component component, ShapeWriter writer) {
    members.add(new Member(name, component, writer));
  }

  @Override
  public void write(Object value, Document document) throws IOException {
    document.beginStructure();
    for (Member member : members) {
      Object held = member.component().get(value);
      if (held != null) {
        document.beginMember(member.name());
        member.writer().write(held, document);
        document.endMember();
      }
    }
    document.endStructure();
  }
}
