package org.latchkey.web.wire;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.latchkey.crypto.SecretBytes;

/**
 * Makes the readers and writers between a service model's shapes and Java types, once, at the
 * start.
 *
 * <p>A structure is a record whose components bear the members' names with their first letter (or
 * leading acronym) lower-cased; a list is a {@link List}, a map a {@link Map} from String, an enum
 * a Java enum or a String, a blob a byte[] or {@link SecretBytes}, a timestamp an {@link
 * java.time.Instant}. A sensitive string may be {@link SecretBytes} in UTF-8. Not safe for use by
 * several threads; what it makes is.
 */
final class Codecs {

  private record Pair(String shape, Type type) {}

  private final ServiceModel model;
  private final Map<Pair, StructureReader> readers = new HashMap<>();
  private final Map<Pair, StructureWriter> writers = new HashMap<>();

  Codecs(ServiceModel model) {
    this.model = model;
  }

  /**
   * The reader of a shape into a type.
   *
   * @throws IllegalArgumentException where the type does not fit the shape
   */
  ShapeReader reader(Shape shape, Type type) {
    return switch (shape.type()) {
      case STRUCTURE -> structureReader(shape, type);
      case LIST ->
          new ListReader(shape, reader(model.shape(shape.element()), argument(shape, type, 0)));
      case MAP ->
          new MapReader(
              shape,
              model.shape(shape.key()),
              reader(model.shape(shape.value()), argument(shape, type, 1)));
      default -> ScalarReader.of(shape, erasure(shape, type));
    };
  }

  /**
   * The writer of a shape from a type.
   *
   * @throws IllegalArgumentException where the type does not fit the shape
   */
  ShapeWriter writer(Shape shape, Type type) {
    return switch (shape.type()) {
      case STRUCTURE -> structureWriter(shape, type);
      case LIST ->
          ScalarWriter.list(writer(model.shape(shape.element()), argument(shape, type, 0)));
      case MAP -> ScalarWriter.map(writer(model.shape(shape.value()), argument(shape, type, 1)));
      default -> ScalarWriter.of(shape, erasure(shape, type));
    };
  }

  private ShapeReader structureReader(Shape shape, Type type) {
    Pair pair = new Pair(shape.name(), type);
    StructureReader known = readers.get(pair);
    if (known != null) {
      return known;
    }
    RecordType record = RecordType.of(erasure(shape, type));
    StructureReader reader = new StructureReader(shape, record);
    readers.put(pair, reader);
    shape
        .members()
        .forEach(
            (member, name) -> {
              RecordType.Component component = record.require(shape, member);
              reader.member(member, component, reader(model.shape(name), component.type()));
            });
    return reader;
  }

  private ShapeWriter structureWriter(Shape shape, Type type) {
    Pair pair = new Pair(shape.name(), type);
    StructureWriter known = writers.get(pair);
    if (known != null) {
      return known;
    }
    RecordType record = RecordType.of(erasure(shape, type));
    StructureWriter writer = new StructureWriter(shape, record);
    writers.put(pair, writer);
    shape
        .members()
        .forEach(
            (member, name) -> {
              RecordType.Component component = record.components().get(Shape.componentName(member));
              if (component != null) {
                writer.member(member, component, writer(model.shape(name), component.type()));
              }
            });
    return writer;
  }

  private static Type argument(Shape shape, Type type, int index) {
    Class<?> expected = shape.type() == Shape.Type.LIST ? List.class : Map.class;
    if (type instanceof ParameterizedType generic
        && generic.getRawType() == expected
        && (expected == List.class || generic.getActualTypeArguments()[0] == String.class)) {
      return generic.getActualTypeArguments()[index];
    }
    throw new IllegalArgumentException(shape.name() + " does not fit " + type.getTypeName());
  }

  private static Class<?> erasure(Shape shape, Type type) {
    if (type instanceof Class<?> erasure) {
      return erasure;
    }
    throw new IllegalArgumentException(shape.name() + " does not fit " + type.getTypeName());
  }
}
