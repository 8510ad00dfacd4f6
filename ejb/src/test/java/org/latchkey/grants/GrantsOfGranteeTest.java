package org.latchkey.grants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.latchkey.grants.GrantsOfGrantee.Standing;
import org.latchkey.keys.EncryptionContext;

class GrantsOfGranteeTest {

  private static final Set<GrantOperation> DECRYPT = EnumSet.of(GrantOperation.Decrypt);

  @Test
  void oneOfManyCertificates_isFoundWithoutTheOthers() {
    GrantsOfGrantee grants =
        new GrantsOfGrantee(
            IntStream.range(0, 10_000)
                .mapToObj(
                    i -> grant("grant-" + i, Map.of("arn", "certificate/" + i, "of", "x"), null))
                .toList());

    assertThat(grants.near(Map.of("arn", "certificate/4711", "of", "x", "more", "y")))
        .extracting(Standing::grantId)
        .containsExactly("grant-4711");
    assertThat(grants.near(Map.of())).isEmpty();
    assertThat(grants.all()).hasSize(10_000);
  }

  @RepeatedTest(50)
  void near_missesNoneThatAllows(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Standing> all =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    switch (random.nextInt(3)) {
                      case 0 -> grant("grant-" + i, null, null);
                      case 1 -> grant("grant-" + i, pairs(random), null);
                      default -> grant("grant-" + i, null, pairs(random));
                    })
            .toList();
    GrantsOfGrantee grants = new GrantsOfGrantee(all);
    for (int i = 0; i < 20; i++) {
      EncryptionContext context = new EncryptionContext(pairs(random));
      assertThat(allowing(grants.near(context.pairs()), context))
          .containsExactlyInAnyOrderElementsOf(allowing(all.stream(), context));
    }
  }

  private static List<String> allowing(Stream<Standing> grants, EncryptionContext context) {
    return grants
        .filter(grant -> grant.constraints().allow(context, null))
        .map(Standing::grantId)
        .toList();
  }

  private static Standing grant(
      String id, @Nullable Map<String, String> subset, @Nullable Map<String, String> equal) {
    return new Standing(id, DECRYPT, new GrantConstraints(subset, equal, null));
  }

  private static Map<String, String> pairs(Random random) {
    Map<String, String> pairs = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      pairs.put("name-" + random.nextInt(3), "value-" + random.nextInt(2));
    }
    return pairs;
  }
}
