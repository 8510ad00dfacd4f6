package org.latchkey.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/** The vectors of Project Wycheproof as named tests; see {@code wycheproof/NOTICE}. */
final class Wycheproof {

  private Wycheproof() {}

  /** What is done with one case. */
  interface Check {
    void run(Case vector) throws Exception;
  }

  /** One vector and the group that holds its key. */
  record Case(JsonNode group, JsonNode test) {

    byte[] bytes(String field) {
      return HexFormat.of().parseHex(test.path(field).asText());
    }

    byte[] groupBytes(String field) {
      return HexFormat.of().parseHex(group.path(field).asText());
    }

    int groupInt(String field) {
      return group.path(field).asInt();
    }

    boolean hasFlag(String flag) {
      for (JsonNode each : test.path("flags")) {
        if (each.asText().equals(flag)) {
          return true;
        }
      }
      return false;
    }

    boolean isValid() {
      return test.path("result").asText().equals("valid");
    }

    boolean isInvalid() {
      return test.path("result").asText().equals("invalid");
    }

    String name() {
      return "#%d %s %s"
          .formatted(test.path("tcId").asInt(), test.path("result").asText(), test.path("flags"));
    }
  }

  /** Every case of a file, {@code <file>_test.json.gz}. */
  static DynamicContainer file(String file, Check check) {
    return file(file, vector -> true, check);
  }

  /** The cases of a file that use what the product uses. */
  static DynamicContainer file(String file, Predicate<Case> used, Check check) {
    return DynamicContainer.dynamicContainer(
        file,
        cases(file).stream()
            .filter(used)
            .map(vector -> DynamicTest.dynamicTest(vector.name(), () -> check.run(vector))));
  }

  private static List<Case> cases(String file) {
    List<Case> cases = new ArrayList<>();
    for (JsonNode group : read(file).path("testGroups")) {
      for (JsonNode test : group.path("tests")) {
        cases.add(new Case(group, test));
      }
    }
    return cases;
  }

  static Stream<DynamicContainer> files(List<String> files, Check check) {
    return files.stream().map(file -> file(file, check));
  }

  private static JsonNode read(String file) {
    String name = "wycheproof/" + file + "_test.json.gz";
    try (InputStream in = Objects.requireNonNull(Wycheproof.class.getResourceAsStream(name), name);
        InputStream json = new GZIPInputStream(in)) {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
