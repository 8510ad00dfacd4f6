package org.latchkey.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;

/**
 * A request's or response's record as CloudTrail shows it, without what may be secret.
 *
 * <p>Shown are text, numbers, booleans, enums, instants and lists, maps and records of these. Every
 * other type is left out, byte arrays and secrets among them, and so is any component whose name
 * speaks of a secret, unless it is a truth value, a small number or a time, as the minimum length
 * of passwords is. What is not known to be harmless stays out.
 */
final class RequestParameters {

  private static final List<String> SECRET_NAMES =
      List.of(
          "passphrase",
          "password",
          "secret",
          "privatekey",
          "stringseed",
          "plaintext",
          "mackey",
          "granttoken",
          "sessiontoken",
          "webidentitytoken",
          "tokencode",
          "authenticationcode",
          "email",
          "accountname",
          "authenticationcredential");

  /** What holds no secret, whatever it is called. */
  private static final Set<Class<?>> HARMLESS =
      Set.of(boolean.class, Boolean.class, int.class, Integer.class, Instant.class);

  private static final long LONGEST = 100 * 1024;

  /** As the service models have it. */
  private static final int LONGEST_ARN = 2048;

  /** The role that is to be assumed is what is asked about. */
  private static final String ROLE = "roleArn";

  /** ARNs of these services say who asks, not what is asked about. */
  private static final Set<String> PRINCIPALS = Set.of("iam", "sts");

  private record Component(String name, MethodHandle accessor) {

    @Nullable Object of(Record record) {
      try {
        return (@Nullable Object) accessor.invokeExact((Object) record);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final ClassValue<List<Component>> SHOWN =
      new ClassValue<>() {
        @Override
        protected List<Component> computeValue(Class<?> type) {
          return shown(type);
        }
      };

  private RequestParameters() {}

  /**
   * Writes {@code shown}, or where its text has more than {@link #LONGEST} characters, that it is
   * omitted.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">AWS
   *     CloudTrail User Guide, record contents: requestParameters</a>
   */
  static void writeOrOmit(Record shown, JsonGenerator json) throws IOException {
    long length = length(shown);
    if (length <= LONGEST) {
      write(shown, json);
      return;
    }
    json.writeStartObject();
    json.writeBooleanField("omitted", true);
    json.writeNumberField("originalSize", length);
    json.writeStringField("reason", "content size exceeds the limit of 100 KB");
    json.writeEndObject();
  }

  /** How many characters of text a value has, and one for each of what it is made of. */
  private static long length(@Nullable Object value) {
    long length = 1;
    if (value instanceof String text) {
      length += text.length();
    } else if (value instanceof Record record) {
      for (Component component : SHOWN.get(record.getClass())) {
        length += length(component.of(record));
      }
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        length += length(element);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        length += String.valueOf(entry.getKey()).length() + length(entry.getValue());
      }
    }
    return length;
  }

  /** Writes {@code shown} as a JSON object, its absent components left out. */
  static void write(Record shown, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Component component : SHOWN.get(shown.getClass())) {
      Object value = component.of(shown);
      if (isShown(value)) {
        json.writeFieldName(component.name());
        writeValue(value, json);
      }
    }
    json.writeEndObject();
  }

  /** The ARNs of keys, certificates and authorities that a request or a response names. */
  static List<String> resources(@Nullable Record record) {
    List<String> arns = new ArrayList<>();
    if (record != null) {
      addResources(record, arns);
    }
    return arns;
  }

  private static void addResources(Record record, List<String> arns) {
    for (Component component : SHOWN.get(record.getClass())) {
      Object value = component.of(record);
      if (value instanceof Record inner) {
        addResources(inner, arns);
      } else if (value instanceof String text
          && namesResource(component.name())
          && (isResource(text) || (component.name().equals(ROLE) && text.startsWith("arn:")))
          && !arns.contains(text)) {
        arns.add(text);
      }
    }
  }

  /** A description, say, can have the form of an ARN, too, and speak of anybody's resource. */
  private static boolean namesResource(String component) {
    return component.equals("arn")
        || component.endsWith("Arn")
        || component.equals("keyId")
        || component.endsWith("KeyId");
  }

  private static boolean isResource(String text) {
    return text.startsWith("arn:")
        && text.length() <= LONGEST_ARN
        && Arn.parse(text)
            .filter(arn -> !arn.account().isEmpty() && !PRINCIPALS.contains(arn.service()))
            .isPresent();
  }

  private static boolean isShown(@Nullable Object value) {
    return value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Enum<?>
        || value instanceof Instant
        || value instanceof List<?>
        || value instanceof Map<?, ?>
        || value instanceof Record;
  }

  private static void writeValue(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value instanceof Record record) {
      write(record, json);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        if (isShown(element)) {
          writeValue(element, json);
        }
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (isShown(entry.getValue())) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          writeValue(entry.getValue(), json);
        }
      }
      json.writeEndObject();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number number) {
      json.writeNumber(number.toString());
    } else if (value instanceof Enum<?> constant) {
      json.writeString(constant.name());
    } else {
      json.writeString(String.valueOf(value));
    }
  }

  private static List<Component> shown(Class<?> type) {
    List<Component> components = new ArrayList<>();
    try {
      for (RecordComponent component : type.getRecordComponents()) {
        String lowerCase = component.getName().toLowerCase(Locale.ROOT);
        if (HARMLESS.contains(component.getType())
            || SECRET_NAMES.stream().noneMatch(lowerCase::contains)) {
          components.add(
              new Component(
                  component.getName(),
                  MethodHandles.lookup()
                      .unreflect(component.getAccessor())
                      .asType(MethodType.methodType(Object.class, Object.class))));
        }
      }
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(type.getName() + " is not public", e);
    }
    return List.copyOf(components);
  }
}
