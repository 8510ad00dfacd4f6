package org.latchkey.web.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.X509Exception;

/**
 * A record class taken apart once: its canonical constructor and its accessors as method handles.
 */
final class RecordType {

  /** A component: its place among the constructor's arguments, its type, and how it is read. */
  record Component(int index, Type type, Class<?> erasure, MethodHandle accessor) {

    @Nullable Object get(Object record) {
      try {
        return (@Nullable Object) accessor.invokeExact(record);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final Class<?> type;
  private final MethodHandle constructor;
  private final Map<String, Component> components = new LinkedHashMap<>();
  private final @Nullable Object[] absent;

  private RecordType(Class<?> type) throws IllegalAccessException, NoSuchMethodException {
    this.type = type;
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    RecordComponent[] parts = type.getRecordComponents();
    absent = new @Nullable Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      Class<?> erasure = parts[i].getType();
      absent[i] = nothing(erasure);
      MethodHandle accessor =
          lookup
              .unreflect(parts[i].getAccessor())
              .asType(MethodType.methodType(Object.class, Object.class));
      components.put(
          parts[i].getName(), new Component(i, parts[i].getGenericType(), erasure, accessor));
    }
    Class<?>[] erasures =
        Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    constructor =
        lookup
            .unreflectConstructor(type.getDeclaredConstructor(erasures))
            .asSpreader(Object[].class, parts.length)
            .asType(MethodType.methodType(Object.class, Object[].class));
  }

  /**
   * That class, taken apart.
   *
   * @throws IllegalArgumentException where it is not a record, or not public
   */
  static RecordType of(Class<?> type) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException(type.getName() + " is not a record");
    }
    try {
      return new RecordType(type);
    } catch (IllegalAccessException | NoSuchMethodException e) {
      throw new IllegalArgumentException(type.getName() + " is not public", e);
    }
  }

  /** By name, in the order of declaration. */
  Map<String, Component> components() {
    return components;
  }

  /**
   * The component that stands for a shape's member.
   *
   * @throws IllegalArgumentException where there is none
   */
  Component require(Shape shape, String member) {
    Component component = components.get(Shape.componentName(member));
    if (component == null) {
      throw new IllegalArgumentException(
          this + " has no component for " + shape.name() + "'s " + member);
    }
    return component;
  }

  /**
   * Holds every component against a shape's members.
   *
   * @throws IllegalArgumentException where one stands for none of them
   */
  void requireNothingElse(Shape shape) {
    Set<String> names =
        shape.members().keySet().stream().map(Shape::componentName).collect(Collectors.toSet());
    for (String component : components.keySet()) {
      if (!names.contains(component)) {
        throw new IllegalArgumentException(
            this + "'s " + component + " is not a member of " + shape.name());
      }
    }
  }

  private static @Nullable Object nothing(Class<?> erasure) {
    if (erasure == boolean.class) {
      return false;
    }
    if (erasure == long.class) {
      return 0L;
    }
    return erasure == int.class ? (Object) 0 : null;
  }

  /** What each component holds where nothing was said: null, or a primitive's false or zero. */
  @Nullable Object[] absent() {
    return absent.clone();
  }

  /**
   * The record.
   *
   * @throws ServiceException {@code ValidationException} where its constructor refuses what is
   *     given
   */
  Object create(@Nullable Object[] arguments) {
    try {
      return (Object) constructor.invokeExact(arguments);
    } catch (X509Exception refused) {
      throw new ServiceException(CommonFault.VALIDATION, refused.sentence(), refused);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return type.getName();
  }
}
