package org.latchkey.web.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Fault;
import org.latchkey.shared.ServiceException;
import org.latchkey.web.wire.Example.Color;
import org.latchkey.web.wire.Example.Everything;

class CodecsTest {

  private static final Operation ECHO = new Example().table().find("Echo").orElseThrow();

  private static Everything read(String json) {
    try (JsonInput in = new JsonInput(json.getBytes(UTF_8))) {
      return (Everything) ECHO.read(in);
    }
  }

  private static String write(Everything value) throws IOException {
    try (JsonDocument document = new JsonDocument()) {
      ECHO.write(value, document);
      return new String(document.toByteArray(), UTF_8);
    }
  }

  private static void assertRefused(String json, Fault fault, String message) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> read(json))
        .withMessage(message)
        .satisfies(refused -> assertThat(refused.fault()).isEqualTo(fault));
  }

  private static Everything named(@Nullable Instant when, @Nullable SecretBytes secret) {
    return new Everything(
        "ab", null, null, null, null, false, null, null, secret, null, when, null, null, null,
        null);
  }

  @Nested
  class Reading {

    @Test
    void everyType_isRead() {
      try (JsonInput in =
          new JsonInput(
              """
              {"Name":"ab","Color":"GREEN","Count":10,"Big":9223372036854775807,"Ratio":0.5,
               "Flag":true,"AWSFlag":false,"Blob":"AQI=","Secret":"AwQ=","SecretText":"h\\u00fclle",
               "When":1.5,"Names":["ab","cd"],"Pairs":{"ef":"","gh":"2"},
               "Tree":{"Label":"ab","Children":[{"Label":"cd","Children":[]}]},
               "Either":{"Right":"r"}}
              """
                  .getBytes(UTF_8))) {
        Everything read = (Everything) ECHO.read(in);

        assertThat(read.name()).isEqualTo("ab");
        assertThat(read.color()).isEqualTo(Color.GREEN);
        assertThat(read.count()).isEqualTo(10);
        assertThat(read.big()).isEqualTo(Long.MAX_VALUE);
        assertThat(read.ratio()).isEqualTo(0.5);
        assertThat(read.flag()).isTrue();
        assertThat(read.awsFlag()).isFalse();
        assertThat(read.blob()).containsExactly(1, 2);
        assertThat(Objects.requireNonNull(read.secret()).expose()).containsExactly(3, 4);
        assertThat(Objects.requireNonNull(read.secretText()).expose())
            .isEqualTo("hülle".getBytes(UTF_8));
        assertThat(read.when()).isEqualTo(Instant.ofEpochMilli(1500));
        assertThat(read.names()).containsExactly("ab", "cd");
        assertThat(read.pairs()).isEqualTo(Map.of("ef", "", "gh", "2"));
        assertThat(read.tree())
            .isEqualTo(new Example.Tree("ab", List.of(new Example.Tree("cd", List.of()))));
        assertThat(read.either()).isEqualTo(new Example.Either(null, "r"));
      }
    }

    @Test
    void absentAndNullMembers_areNull() {
      assertThat(read("{\"Name\":\"ab\",\"Count\":null}")).isEqualTo(named(null, null));
    }

    @Test
    void unknownMembers_areSkipped() {
      assertThat(read("{\"Later\":{\"Name\":[1,{}]},\"Name\":\"ab\",\"name\":7}"))
          .isEqualTo(named(null, null));
    }

    @ParameterizedTest
    @CsvSource({
      "1772600767,           2026-03-04T05:06:07Z",
      "1772600767.123,       2026-03-04T05:06:07.123Z",
      "1.772600767123E9,     2026-03-04T05:06:07.123Z",
      "'\"2026-03-04T05:06:07Z\"', 2026-03-04T05:06:07Z",
      "-1.5,                 1969-12-31T23:59:58.500Z"
    })
    void timestamps_areEpochSecondsOrIso8601(String json, Instant expected) {
      assertThat(read("{\"Name\":\"ab\",\"When\":" + json + "}").when()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "1e300", "-1e300", "1e99999999999999999999", "true", "{}"})
    void otherTimestamps_areRefused(String json) {
      assertThatExceptionOfType(ServiceException.class)
          .isThrownBy(() -> read("{\"Name\":\"ab\",\"When\":" + json + "}"))
          .satisfies(e -> assertThat(e.fault()).isEqualTo(CommonFault.SERIALIZATION));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{\"Name\":7}|NUMBER_VALUE can not be converted to a String",
          "{\"Name\":true}|TRUE_VALUE can not be converted to a String",
          "{\"Name\":[]}|Start of list found where not expected",
          "{\"Name\":{}}|Start of structure or map found where not expected.",
          "{\"Count\":\"7\"}|STRING_VALUE can not be converted to an Integer",
          "{\"Count\":7.0}|NUMBER_VALUE can not be converted to an Integer",
          "{\"Count\":2147483648}|NUMBER_VALUE can not be converted to an Integer",
          "{\"Big\":9223372036854775808}|NUMBER_VALUE can not be converted to a Long",
          "{\"Flag\":\"true\"}|STRING_VALUE can not be converted to a Boolean",
          "{\"Flag\":1}|NUMBER_VALUE can not be converted to a Boolean",
          "{\"Blob\":1}|NUMBER_VALUE can not be converted to a Blob",
          "{\"Ratio\":\"1\"}|STRING_VALUE can not be converted to a Double",
          "{\"Names\":\"ab\"}|STRING_VALUE can not be converted to a list",
          "{\"Pairs\":\"ab\"}|STRING_VALUE can not be converted to a map",
          "{\"Tree\":\"ab\"}|STRING_VALUE can not be converted to a structure",
          "{\"Name\":\"ab\",\"Name\":\"ab\"}|A structure gives a member twice.",
          "{\"Pairs\":{\"ab\":\"1\",\"ab\":\"2\"}}|A map gives a key twice.",
          "{\"Either\":{}}|Exactly one member of Either must be set.",
          "{\"Either\":{\"Left\":\"1\",\"Right\":\"2\"}}|Exactly one member of Either must be set."
        })
    void wrongTypes_areSerializationExceptions(String json, String message) {
      assertRefused(json, CommonFault.SERIALIZATION, message);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "[]",
          "null",
          "\"Name\"",
          "7",
          "{",
          "{\"Name\"",
          "{\"Name\":\"ab\"",
          "{\"Name\":\"ab\"}}",
          "{\"Name\":\"ab\"}{}",
          "{\"Name\":\"ab\",}",
          "{Name:\"ab\"}",
          "{'Name':'ab'}",
          "{\"Name\":\"ab\"}//",
          "{\"Count\":NaN}",
          "{\"Count\":01}",
          "{\"Blob\":\"A===\"}",
          "{\"Blob\":\"*\"}",
          " ",
          "\u0000"
        })
    void whatIsNotOneJsonObject_isRefused(String json) {
      assertRefused(json, CommonFault.SERIALIZATION, "The request body is not one JSON object.");
    }

    @Test
    void invalidUtf8_isRefused() {
      byte[] body = "{\"Name\":\"ab\"}".getBytes(UTF_8);
      body[9] = (byte) 0xC3;
      try (JsonInput in = new JsonInput(body)) {
        assertThatExceptionOfType(ServiceException.class)
            .isThrownBy(() -> ECHO.read(in))
            .satisfies(e -> assertThat(e.fault()).isEqualTo(CommonFault.SERIALIZATION));
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"Name\":\"\\ud800\"}",
          "{\"Name\":\"\\udc00\\ud800\"}",
          "{\"Name\":\"a\\u0000\"}",
          "{\"Pairs\":{\"\\ud800\":\"\"}}",
          "{\"Pairs\":{\"ab\":\"\\udfff\"}}"
        })
    void textThatHasNoUtf8Form_isRefused(String json) {
      assertRefused(
          json, CommonFault.SERIALIZATION, "A string holds a character that is not allowed.");
    }

    @Test
    void deepNesting_isRefused() {
      assertRefused(
          "{\"Later\":" + "[".repeat(100_000),
          CommonFault.SERIALIZATION,
          "The request body is not one JSON object.");
      assertRefused(
          "{\"Tree\":" + "{\"Label\":\"ab\",\"Children\":[".repeat(100),
          CommonFault.SERIALIZATION,
          "The request body is not one JSON object.");
    }

    @Test
    void longNumber_isRefused() {
      assertRefused(
          "{\"Count\":" + "9".repeat(100_000) + "}",
          CommonFault.SERIALIZATION,
          "The request body is not one JSON object.");
    }

    @Test
    void emptyBody_isAnEmptyStructure() {
      assertRefused(
          "",
          CommonFault.VALIDATION,
          "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member"
              + " must not be null");
    }

    @Test
    void secretsOfARefusedRequest_areClosed() {
      byte[] body = "{\"Secret\":\"AwQ=\",\"Count\":11}".getBytes(UTF_8);
      Everything read;
      try (JsonInput in = new JsonInput("{\"Name\":\"ab\",\"Secret\":\"AwQ=\"}".getBytes(UTF_8))) {
        read = (Everything) ECHO.read(in);
      }
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> Objects.requireNonNull(read.secret()).expose());
      try (JsonInput in = new JsonInput(body)) {
        assertThatExceptionOfType(ServiceException.class).isThrownBy(() -> ECHO.read(in));
      }
    }
  }

  @Nested
  class Validation {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{\"Name\":\"a\"}|Value 'a' at 'name' failed to satisfy constraint: Member must have"
              + " length greater than or equal to 2",
          "{\"Name\":\"abcdef\"}|Value 'abcdef' at 'name' failed to satisfy constraint: Member must"
              + " have length less than or equal to 5",
          "{\"Name\":\"A1\"}|Value 'A1' at 'name' failed to satisfy constraint: Member must satisfy"
              + " regular expression pattern: [a-z😀]*",
          "{\"Name\":\"ab\",\"Color\":\"red\"}|Value 'red' at 'color' failed to satisfy constraint:"
              + " Member must satisfy enum value set: [RED, GREEN]",
          "{\"Name\":\"ab\",\"Count\":11}|Value '11' at 'count' failed to satisfy constraint: Member"
              + " must have value less than or equal to 10",
          "{\"Name\":\"ab\",\"Count\":0}|Value '0' at 'count' failed to satisfy constraint: Member"
              + " must have value greater than or equal to 1",
          "{\"Name\":\"ab\",\"Blob\":\"AQIDBAU=\"}|Value at 'blob' failed to satisfy constraint:"
              + " Member must have length less than or equal to 4",
          "{\"Name\":\"ab\",\"Secret\":\"\"}|Value at 'secret' failed to satisfy constraint: Member"
              + " must have length greater than or equal to 1",
          "{\"Name\":\"ab\",\"SecretText\":\"abc\"}|Value at 'secretText' failed to satisfy"
              + " constraint: Member must have length greater than or equal to 4",
          "{\"Name\":\"ab\",\"Names\":[\"ab\",\"c\"]}|Value '[ab, c]' at 'names' failed to satisfy"
              + " constraint: Member must satisfy constraint: [Member must have length less than or"
              + " equal to 5, Member must have length greater than or equal to 2, Member must"
              + " satisfy regular expression pattern: [a-z😀]*]",
          "{\"Name\":\"ab\",\"Names\":[\"ab\",\"ab\",\"ab\",\"ab\"]}|Value '[ab, ab, ab, ab]' at"
              + " 'names' failed to satisfy constraint: Member must have length less than or equal"
              + " to 3",
          "{\"Name\":\"ab\",\"Names\":[null]}|Value null at 'names.1.member' failed to satisfy"
              + " constraint: Member must not be null",
          "{\"Name\":\"ab\",\"Pairs\":{\"ab\":null}}|Value null at 'pairs.ab.member' failed to"
              + " satisfy constraint: Member must not be null",
          "{\"Name\":\"ab\",\"Pairs\":{\"a\":\"1\"}}|Value at 'pairs' failed to satisfy constraint:"
              + " Map keys must satisfy constraint: [Member must have length less than or equal to"
              + " 5, Member must have length greater than or equal to 2, Member must satisfy regular"
              + " expression pattern: [a-z😀]*]",
          "{\"Name\":\"ab\",\"Tree\":{}}|Value null at 'tree.label' failed to satisfy constraint:"
              + " Member must not be null",
          "{\"Name\":\"ab\",\"Tree\":{\"Label\":\"ab\",\"Children\":[{\"Label\":\"ab\"},{}]}}|Value"
              + " null at 'tree.children.2.member.label' failed to satisfy constraint: Member must"
              + " not be null"
        })
    void violation_isToldInAwssWords(String json, String message) {
      assertRefused(json, CommonFault.VALIDATION, "1 validation error detected: " + message);
    }

    @Test
    void violations_areToldAtOnce() {
      assertRefused(
          "{\"Count\":11,\"Color\":\"\"}",
          CommonFault.VALIDATION,
          "3 validation errors detected: Value '11' at 'count' failed to satisfy constraint: Member"
              + " must have value less than or equal to 10; Value '' at 'color' failed to satisfy"
              + " constraint: Member must satisfy enum value set: [RED, GREEN]; Value null at 'name'"
              + " failed to satisfy constraint: Member must not be null");
    }

    @Test
    void length_isCountedInCodePoints() {
      assertThat(read("{\"Name\":\"😀😀😀😀😀\"}").name()).hasSize(10);
    }

    @Test
    void sensitiveValue_isNotEchoed() {
      assertThatExceptionOfType(ServiceException.class)
          .isThrownBy(() -> read("{\"SecretText\":\"xyz\",\"Secret\":\"Y2FuYXJ5\"}"))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("xyz", "canary", "Y2FuYXJ5"));
    }

    @Test
    void longValuesAndManyViolations_makeABoundedMessage() {
      String children = "{},".repeat(10_000) + "{}";
      assertThatExceptionOfType(ServiceException.class)
          .isThrownBy(
              () ->
                  read(
                      "{\"Name\":\""
                          + "a".repeat(1_000_000)
                          + "\",\"Tree\":{\"Label\":\"ab\",\"Children\":["
                          + children
                          + "]}}"))
          .withMessageStartingWith("10002 validation errors detected: Value 'aaaa")
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(10_000));
    }
  }

  @Nested
  class Writing {

    @Test
    void everyType_isWrittenAndReadAgain() throws IOException {
      String json =
          "{\"Name\":\"ab\",\"Color\":\"RED\",\"Count\":1,\"Big\":-5,\"Ratio\":0.25,\"Flag\":true,"
              + "\"AWSFlag\":false,\"Blob\":\"AQI=\",\"Secret\":\"AwQ=\",\"SecretText\":\"a\\\"bc\","
              + "\"When\":1772600767.120,\"Names\":[\"ab\"],\"Pairs\":{\"zz\":\"1\",\"aa\":\"2\"},"
              + "\"Tree\":{\"Label\":\"ab\",\"Children\":[]},\"Either\":{\"Left\":\"\"}}";

      try (JsonInput in = new JsonInput(json.getBytes(UTF_8))) {
        assertThat(write((Everything) ECHO.read(in))).isEqualTo(json);
      }
    }

    @Test
    void nulls_areLeftOut() throws IOException {
      assertThat(write(named(null, null))).isEqualTo("{\"Name\":\"ab\",\"Flag\":false}");
    }

    @Test
    void writtenSecret_isClosed() throws IOException {
      SecretBytes secret = SecretBytes.copyOf(new byte[] {3, 4});

      assertThat(write(named(null, secret)))
          .isEqualTo("{\"Name\":\"ab\",\"Flag\":false,\"Secret\":\"AwQ=\"}");
      assertThatExceptionOfType(IllegalStateException.class).isThrownBy(secret::expose);
    }
  }

  @Nested
  class Binding {

    public record Missing(String name) {}

    public record Surplus(String surplus) {}

    public record TwoTyped(@Nullable Integer left, @Nullable String right) {}

    public record Untyped(@Nullable Object left, @Nullable String right) {}

    private final ServiceModel model = ServiceModel.of("example");
    private final Codecs codecs = new Codecs(model);

    @Test
    void inputRecordWithoutAMember_isRefused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> codecs.reader(model.shape("Everything"), Missing.class))
          .withMessageContaining("has no component for Everything's Color");
    }

    @Test
    void componentThatIsNoMember_isRefused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> codecs.reader(model.shape("Empty"), Surplus.class))
          .withMessageContaining("surplus is not a member of Empty");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> codecs.writer(model.shape("Empty"), Surplus.class))
          .withMessageContaining("surplus is not a member of Empty");
    }

    @Test
    void outputRecordWithoutARequiredMember_isRefused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> codecs.writer(model.shape("Tree"), Example.Empty.class))
          .withMessageContaining("has no component for Tree's Label");
    }

    @Test
    void wrongComponentType_isRefused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> codecs.reader(model.shape("Either"), TwoTyped.class))
          .withMessageContaining("cannot be read into java.lang.Integer");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> codecs.writer(model.shape("Either"), Untyped.class))
          .withMessageContaining("cannot be written from java.lang.Object");
    }

    @Test
    void unknownOrRepeatedOperation_isRefused() {
      Example example = new Example();

      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  OperationTable.of("example").on("Nothing", Example.Empty.class, example::forget));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> example.table().on("Forget", Example.Empty.class, example::forget));
    }
  }
}
