package org.latchkey.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.latchkey.cloudtrail.EventBlock.Posting;
import org.latchkey.cloudtrail.EventBlock.Term;

class EventBlockTest {

  private static RecordedEvent event(String time, String account, String name) {
    return RecordedEvent.of(
            """
            {"eventTime":"%s","eventSource":"kms.amazonaws.com","eventName":"%s",\
            "awsRegion":"us-east-1","eventID":"%s-%s","recipientAccountId":"%s",\
            "userAgent":"Größe"}"""
                .formatted(time, name, name, time, account))
        .orElseThrow();
  }

  private static final RecordedEvent ENCRYPT =
      event("2026-11-22T10:00:00.123456Z", "111111111111", "Encrypt");
  private static final RecordedEvent DECRYPT =
      event("2026-11-22T10:00:01.5Z", "111111111111", "Decrypt");
  private static final RecordedEvent ELSEWHERE =
      event("2026-11-22T10:00:02Z", "222222222222", "Encrypt");

  private static Term term(String account, LookupAttributeKey attribute, String value) {
    return new Term(account, "us-east-1", attribute, value);
  }

  private static BitSet lines(int... lines) {
    BitSet set = new BitSet();
    for (int line : lines) {
      set.set(line);
    }
    return set;
  }

  private static Posting posting(EventBlock block, Term term) {
    return Objects.requireNonNull(block.postings().get(term));
  }

  @Test
  void postings_areThoseOfEachValueAndAccount() {
    EventBlock block = new EventBlock(List.of(ENCRYPT, DECRYPT, ELSEWHERE));

    assertThat(posting(block, term("111111111111", LookupAttributeKey.Any, "")).lines())
        .isEqualTo(lines(0, 1));
    assertThat(posting(block, term("222222222222", LookupAttributeKey.Any, "")).lines())
        .isEqualTo(lines(2));
    assertThat(
            posting(block, term("111111111111", LookupAttributeKey.EventName, "Decrypt")).lines())
        .isEqualTo(lines(1));
    assertThat(block.postings())
        .doesNotContainKey(term("222222222222", LookupAttributeKey.EventName, "Decrypt"));
  }

  @Test
  void times_encloseTheEvents() {
    EventBlock block = new EventBlock(List.of(DECRYPT, ENCRYPT));

    Posting all = posting(block, term("111111111111", LookupAttributeKey.Any, ""));

    assertThat(all.first()).isEqualTo(Instant.parse("2026-11-22T10:00:00.123Z"));
    assertThat(all.last()).isEqualTo(Instant.parse("2026-11-22T10:00:01.501Z"));
    assertThat(block.last()).isEqualTo(all.last());
  }

  @Test
  void content_givesTheEventsBack() {
    byte[] content = new EventBlock(List.of(ENCRYPT, DECRYPT, ELSEWHERE)).content();

    assertThat(EventBlock.read(content, lines(0, 2)))
        .extracting(RecordedEvent::content)
        .containsExactly(ENCRYPT.content(), ELSEWHERE.content());
  }

  @Test
  void eventsFarApart_areInBlocksOfTheirOwn() {
    RecordedEvent late = event("2026-11-22T10:10:00Z", "111111111111", "Encrypt");

    assertThat(EventBlock.of(List.of(late, ENCRYPT, DECRYPT)))
        .extracting(EventBlock::events)
        .containsExactly(List.of(ENCRYPT, DECRYPT), List.of(late));
  }

  @Test
  void sameEvents_takeLessRoomTogether() {
    byte[] one = new EventBlock(List.of(ENCRYPT)).content();
    byte[] many = new EventBlock(Collections.nCopies(1000, ENCRYPT)).content();

    assertThat(many).hasSizeLessThan(20 * one.length);
  }
}
