package org.latchkey.web.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.latchkey.shared.CommonFault.SERIALIZATION;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.ServiceException;

/**
 * The parameters of an AWS Query request: {@code Name}, {@code Outer.Inner}, {@code List.member.1},
 * {@code Map.entry.1.key} and {@code Map.entry.1.value}.
 */
final class QueryForm {

  /** So that nobody has to be known to have much memory taken up. */
  static final int MOST_PARAMETERS = 20_000;

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private final NavigableMap<String, String> parameters;

  private QueryForm(NavigableMap<String, String> parameters) {
    this.parameters = parameters;
  }

  /**
   * The parameters of a form, percent-decoded, plus signs standing for spaces.
   *
   * @throws ServiceException SerializationException where one is given twice or cannot be decoded,
   *     or there are more than {@link #MOST_PARAMETERS}
   */
  static QueryForm parse(String form) {
    if (form.chars().filter(character -> character == '&').count() >= MOST_PARAMETERS) {
      throw new ServiceException(
          SERIALIZATION, "A request has at most " + MOST_PARAMETERS + " parameters.");
    }
    NavigableMap<String, String> parameters = new TreeMap<>();
    for (String pair : form.strip().split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (!name.isEmpty() && parameters.put(name, value) != null) {
        throw new ServiceException(SERIALIZATION, "A parameter is given twice.");
      }
    }
    return new QueryForm(parameters);
  }

  @Nullable String get(String name) {
    return parameters.get(name);
  }

  /** The JSON in which an operation's input is read: only what the shape names is taken over. */
  byte[] toJson(Shape input, ServiceModel model) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JsonInput.FACTORY.createGenerator(out)) {
      write(input, "", model, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private void write(Shape shape, String name, ServiceModel model, JsonGenerator json)
      throws IOException {
    switch (shape.type()) {
      case STRUCTURE -> writeStructure(shape, name, model, json);
      case LIST -> writeList(shape, name, model, json);
      case MAP -> writeMap(shape, name, model, json);
      default -> writeScalar(shape, parameters.get(name), json);
    }
  }

  private void writeStructure(Shape shape, String name, ServiceModel model, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, String> member : shape.members().entrySet()) {
      String inner = name.isEmpty() ? member.getKey() : name + '.' + member.getKey();
      if (isPresent(inner)) {
        json.writeFieldName(member.getKey());
        write(model.shape(member.getValue()), inner, model, json);
      }
    }
    json.writeEndObject();
  }

  private void writeList(Shape shape, String name, ServiceModel model, JsonGenerator json)
      throws IOException {
    json.writeStartArray();
    int next = 1;
    for (; isPresent(name + ".member." + next); next++) {
      write(model.shape(shape.element()), name + ".member." + next, model, json);
    }
    requireNumbered(name + ".member.", next);
    json.writeEndArray();
  }

  private void writeMap(Shape shape, String name, ServiceModel model, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    int next = 1;
    for (; isPresent(name + ".entry." + next); next++) {
      json.writeFieldName(parameters.getOrDefault(name + ".entry." + next + ".key", ""));
      write(model.shape(shape.value()), name + ".entry." + next + ".value", model, json);
    }
    requireNumbered(name + ".entry.", next);
    json.writeEndObject();
  }

  /** What comes after a gap may be the policy that limits a session: it is not left out. */
  private void requireNumbered(String prefix, int end) {
    for (String name : parameters.tailMap(prefix, true).keySet()) {
      if (!name.startsWith(prefix)) {
        return;
      }
      String number = name.substring(prefix.length()).split("\\.", 2)[0];
      if (!NUMBER.matcher(number).matches() || Integer.parseInt(number) >= end) {
        throw new ServiceException(
            SERIALIZATION,
            "The elements of a list are numbered from 1 on, without gaps; that does not hold for "
                + name
                + ".");
      }
    }
  }

  private static void writeScalar(Shape shape, @Nullable String value, JsonGenerator json)
      throws IOException {
    if (value == null) {
      json.writeNull();
    } else if ((shape.type() == Shape.Type.INTEGER || shape.type() == Shape.Type.LONG)
        && INTEGER.matcher(value).matches()) {
      json.writeNumber(value);
    } else if (shape.type() == Shape.Type.BOOLEAN && value.matches("true|false")) {
      json.writeBoolean(value.equals("true"));
    } else {
      json.writeString(value);
    }
  }

  private boolean isPresent(String name) {
    String next = parameters.ceilingKey(name + '.');
    return parameters.containsKey(name) || (next != null && next.startsWith(name + '.'));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ServiceException(SERIALIZATION, "A parameter is not percent-encoded as it should.");
    }
  }
}
