package org.latchkey.shared;

import java.util.Optional;

/**
 * An Amazon Resource Name, {@code arn:partition:service:region:account:resource}.
 *
 * <p>Region and account may be empty, as in {@code arn:aws:iam::123456789012:root}; the resource
 * may itself hold colons and slashes.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">IAM User
 *     Guide, Amazon Resource Names</a>
 */
public record Arn(
    String partition, String service, String region, String account, String resource) {

  /** The only partition that Latchkey serves. */
  public static final String PARTITION = "aws";

  public static Arn of(String service, String region, String account, String resource) {
    return new Arn(PARTITION, service, region, account, resource);
  }

  /** The ARN of an account's root, the principal that stands for the whole account. */
  public static Arn root(String account) {
    return of("iam", "", account, "root");
  }

  /** The ARN that {@code text} spells, or empty where it is not an ARN. */
  public static Optional<Arn> parse(String text) {
    if (!text.startsWith("arn:")) {
      return Optional.empty();
    }
    String[] parts = new String[4];
    int from = "arn:".length();
    for (int i = 0; i < parts.length; i++) {
      int to = text.indexOf(':', from);
      if (to < 0) {
        return Optional.empty();
      }
      parts[i] = text.substring(from, to);
      from = to + 1;
    }
    return parts[0].isEmpty() || parts[1].isEmpty() || from == text.length()
        ? Optional.empty()
        : Optional.of(new Arn(parts[0], parts[1], parts[2], parts[3], text.substring(from)));
  }

  /** What follows {@code prefix} in the resource part, or empty where it does not start so. */
  public Optional<String> resourceAfter(String prefix) {
    return resource.startsWith(prefix)
        ? Optional.of(resource.substring(prefix.length()))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "arn:" + partition + ':' + service + ':' + region + ':' + account + ':' + resource;
  }
}
