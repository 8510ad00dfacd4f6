package org.latchkey.grants;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The grants on one key that have the same grantee, found by the encryption context that they ask
 * for: an integrated service has one for each of its certificates, all on the same key. Nothing
 * changes it once it is made.
 */
final class GrantsOfGrantee {

  static final GrantsOfGrantee NONE = new GrantsOfGrantee(List.of());

  private final List<Standing> all;
  private final List<Standing> anyContext = new ArrayList<>();
  private final Map<Map<String, String>, List<Standing>> byContext = new HashMap<>();
  private final Map<Map.Entry<String, String>, List<Standing>> byPair = new HashMap<>();

  /** What a grant says, read once. */
  record Standing(String grantId, Set<GrantOperation> operations, GrantConstraints constraints) {

    Standing {
      operations = Set.copyOf(operations);
    }

    private static Standing of(Grant grant) {
      return new Standing(grant.grantId(), grant.operations(), grant.constraints());
    }
  }

  GrantsOfGrantee(List<Standing> grants) {
    all = List.copyOf(grants);
    Map<Map.Entry<String, String>, Integer> frequencies = new HashMap<>();
    for (Standing grant : all) {
      subset(grant).entrySet().forEach(pair -> frequencies.merge(pair, 1, Integer::sum));
    }
    for (Standing grant : all) {
      Map<String, String> equal = grant.constraints().encryptionContextEquals();
      if (equal != null) {
        byContext.computeIfAbsent(equal, context -> new ArrayList<>()).add(grant);
      } else {
        // any pair of the subset would do; the one that fewest others have tells most
        subset(grant).entrySet().stream()
            .min(Comparator.comparing(frequencies::get))
            .map(pair -> byPair.computeIfAbsent(pair, rarest -> new ArrayList<>()))
            .orElse(anyContext)
            .add(grant);
      }
    }
  }

  static GrantsOfGrantee of(Collection<Grant> grants) {
    return grants.isEmpty()
        ? NONE
        : new GrantsOfGrantee(grants.stream().map(Standing::of).toList());
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** All of them. */
  Stream<Standing> all() {
    return all.stream();
  }

  /**
   * Those whose constraints a request with this encryption context may meet: all that it does meet,
   * and few others.
   */
  Stream<Standing> near(Map<String, String> context) {
    if (all.isEmpty()) {
      return Stream.empty();
    }
    return Stream.concat(
        Stream.concat(anyContext.stream(), in(byContext.get(context))),
        context.entrySet().stream().flatMap(pair -> in(byPair.get(pair))));
  }

  private static Stream<Standing> in(@Nullable List<Standing> grants) {
    return grants == null ? Stream.empty() : grants.stream();
  }

  private static Map<String, String> subset(Standing grant) {
    Map<String, String> subset = grant.constraints().encryptionContextSubset();
    return subset == null ? Map.of() : subset;
  }
}
