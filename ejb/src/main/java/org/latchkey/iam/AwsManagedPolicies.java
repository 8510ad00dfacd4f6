package org.latchkey.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.latchkey.shared.Arn;

/**
 * The managed policies that every account has, under AWS's names: those for the services that are
 * here. Nobody can change them.
 *
 * @see <a href="https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about.html">AWS
 *     Managed Policy Reference Guide</a>
 */
final class AwsManagedPolicies {

  /** In the place of an account's id. */
  static final String OWNER = "aws";

  private static final Instant SINCE = Instant.parse("2015-02-06T18:40:00Z");
  private static final Map<String, AwsManagedPolicy> BY_ARN = load();

  private AwsManagedPolicies() {}

  /** One of them; its only version is v1. */
  record AwsManagedPolicy(
      String id,
      String name,
      String path,
      String arn,
      String description,
      String document,
      Instant since) {}

  static Optional<AwsManagedPolicy> find(String arn) {
    return Optional.ofNullable(BY_ARN.get(arn));
  }

  /** All of them, by their ARNs. */
  static Collection<AwsManagedPolicy> all() {
    return BY_ARN.values();
  }

  private static Map<String, AwsManagedPolicy> load() {
    try (InputStream resource =
        AwsManagedPolicies.class.getResourceAsStream("aws-managed-policies.json")) {
      if (resource == null) {
        throw new FileNotFoundException("aws-managed-policies.json");
      }
      Map<String, AwsManagedPolicy> policies = new TreeMap<>();
      for (JsonNode policy : new ObjectMapper().readTree(resource)) {
        String name = policy.required("name").asText();
        String path = policy.path("path").asText("/");
        String arn = Arn.of("iam", "", OWNER, "policy" + path + name).toString();
        policies.put(
            arn,
            new AwsManagedPolicy(
                policy.required("id").asText(),
                name,
                path,
                arn,
                policy.required("description").asText(),
                policy.required("document").toPrettyString(),
                SINCE));
      }
      return policies;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
