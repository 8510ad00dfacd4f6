package org.latchkey.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.latchkey.identity.IdentityFault;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Fault;
import org.latchkey.shared.ServiceException;

class TagsTest {

  private static void assertRefused(Fault fault, ThrowingCallable call) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(call)
        .satisfies(refusal -> assertThat(refusal.fault()).isEqualTo(fault));
  }

  @Test
  void keysThatDifferInCaseAlone_areRefused() {
    assertRefused(
        IdentityFault.INVALID_INPUT,
        () -> Tags.of(List.of(new Tag("Team", "a"), new Tag("team", "b"))));
  }

  @Test
  void keysOfOtherResources_mayDifferInCaseAlone() {
    Map<String, String> tags = Tags.exact(List.of(new Tag("Team", "a"), new Tag("team", "b")));

    assertThat(tags).containsOnly(Map.entry("Team", "a"), Map.entry("team", "b"));
    assertThat(Tags.joinExact(tags, Map.of("TEAM", "c"))).hasSize(3);
    assertThat(Tags.withoutExact(tags, List.of("team", "none")))
        .containsOnly(Map.entry("Team", "a"));
    assertRefused(
        IdentityFault.INVALID_INPUT,
        () -> Tags.exact(List.of(new Tag("team", "a"), new Tag("team", "b"))));
  }

  @Test
  void keysAndValuesOfAws_areRefused() {
    assertRefused(IdentityFault.INVALID_INPUT, () -> Tags.of(List.of(new Tag("AWS:x", "a"))));
    assertRefused(IdentityFault.INVALID_INPUT, () -> Tags.of(List.of(new Tag("x", "aws:a"))));
    assertRefused(IdentityFault.INVALID_INPUT, () -> Tags.exact(List.of(new Tag("x", "Aws:a"))));
  }

  @Test
  void otherServices_nameTheErrorsTheirWay() {
    assertRefused(
        CommonFault.VALIDATION,
        () ->
            Tags.of(
                List.of(new Tag("aws:x", "a")),
                CommonFault.VALIDATION,
                OrganizationsFault.INVALID_INPUT));
    List<Tag> tooMany = IntStream.range(0, 51).mapToObj(i -> new Tag("k" + i, "")).toList();
    assertRefused(
        OrganizationsFault.INVALID_INPUT,
        () -> Tags.of(tooMany, CommonFault.VALIDATION, OrganizationsFault.INVALID_INPUT));
  }

  @Test
  void fiftyTags_areTheMost() {
    List<Tag> most = IntStream.range(0, 50).mapToObj(i -> new Tag("k" + i, "")).toList();

    Map<String, String> known = Tags.of(most);

    assertThat(known).hasSize(50);
    assertRefused(IdentityFault.LIMIT_EXCEEDED, () -> Tags.join(known, Map.of("one", "more")));
    assertThat(Tags.join(known, Map.of("K1", "new"))).hasSize(50).containsEntry("K1", "new");
  }

  @Test
  void tagsAreTaken_whateverTheirCase() {
    assertThat(Tags.without(Map.of("Team", "blue", "floor", "3"), List.of("team")))
        .containsExactly(Map.entry("floor", "3"));
    assertThat(Tags.shown(Map.of())).isNull();
  }
}
