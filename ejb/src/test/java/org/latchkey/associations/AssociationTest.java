package org.latchkey.associations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.latchkey.shared.Arn;

class AssociationTest {

  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);

  private final Association association =
      new Association(
          "a",
          "c",
          arn("arn:aws:acm:us-east-1:123456789012:certificate/c"),
          new IntegratedService(
              "u",
              "123456789012",
              "web",
              "arn:aws:iam::123456789012:user/service/web",
              "web-at-123456789012",
              "aws:web:arn",
              "*",
              NOW),
          arn("arn:aws:web:us-east-1:123456789012:site/1"),
          "",
          key(1),
          NOW);

  private static Arn arn(String text) {
    return Arn.parse(text).orElseThrow();
  }

  private static Arn key(int number) {
    return arn("arn:aws:kms:us-east-1:123456789012:key/" + number);
  }

  @Test
  void moveTo_twice_leavesEachFormerGrantItsDeadline() {
    association.regrant("g1");
    FormerGrant first = association.moveTo(key(2).toString(), NOW.plus(WEEK));
    association.regrant("g2");
    FormerGrant second = association.moveTo(key(3).toString(), NOW.plusSeconds(1).plus(WEEK));

    assertThat(first.grantId()).isEqualTo("g1");
    assertThat(first.keyArn()).isEqualTo(key(1).toString());
    assertThat(first.endsAt()).isEqualTo(NOW.plus(WEEK));
    assertThat(second.grantId()).isEqualTo("g2");
    assertThat(second.keyArn()).isEqualTo(key(2).toString());
    assertThat(association.keyArn()).isEqualTo(key(3).toString());
    assertThat(association.formerUntil()).isEqualTo(second.endsAt());
  }

  @Test
  void moveTo_withAShorterTime_keepsTheLaterEnd() {
    association.moveTo(key(2).toString(), NOW.plus(WEEK));
    association.regrant("g2");
    association.moveTo(key(3).toString(), NOW.plus(Duration.ofDays(1)));

    assertThat(association.formerUntil()).isEqualTo(NOW.plus(WEEK));
  }
}
