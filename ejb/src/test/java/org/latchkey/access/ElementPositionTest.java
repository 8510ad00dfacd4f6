package org.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.latchkey.access.ElementPosition.Position;
import org.latchkey.access.ElementPosition.Step;

class ElementPositionTest {

  private static final String POLICY =
      """
      {
        "Statement": [
          {"Effect": "Allow"},
          {"Effect": "Deny", "Condition": {"StringEquals": {"aws:RequestTag/a.b": "x"}}}
        ]
      }""";

  private static String text(ElementPosition found) {
    return POLICY.substring(found.start().offset(), found.end().offset());
  }

  @Test
  void element_isFoundWithItsWay() {
    ElementPosition found = ElementPosition.of(POLICY, "Statement[1].Effect");

    assertThat(text(found)).isEqualTo("\"Deny\"");
    assertThat(found.path())
        .containsExactly(new Step("Statement", null), new Step(null, 1), new Step("Effect", null));
    assertThat(found.start()).isEqualTo(new Position(4, 15, POLICY.indexOf("\"Deny\"")));
  }

  @Test
  void conditionKeyWithDots_isFound() {
    ElementPosition found =
        ElementPosition.of(POLICY, "Statement[1].Condition.StringEquals.aws:RequestTag/a.b");

    assertThat(text(found)).isEqualTo("\"x\"");
  }

  @Test
  void statement_isFoundWhole() {
    assertThat(text(ElementPosition.of(POLICY, "Statement[0]")))
        .isEqualTo("{\"Effect\": \"Allow\"}");
  }

  @Test
  void statementWithoutItsList_isFound() {
    ElementPosition found =
        ElementPosition.of("{\"Statement\": {\"Effect\": \"Allow\"}}", "Statement[0].Effect");

    assertThat(found.path()).containsExactly(new Step("Statement", null), new Step("Effect", null));
  }

  @Test
  void missingElement_isWhereItWouldBe() {
    ElementPosition found = ElementPosition.of(POLICY, "Statement[0].Action");

    assertThat(found.path()).containsExactly(new Step("Statement", null), new Step(null, 0));
    assertThat(text(found)).isEqualTo("{\"Effect\": \"Allow\"}");
  }

  @Test
  void whatIsNoJson_isShownWhereItEnds() {
    ElementPosition found = ElementPosition.of("{\n  \"Version\": ?}", "Policy");

    assertThat(found.path()).isEqualTo(List.of());
    assertThat(found.start().line()).isEqualTo(2);
  }
}
