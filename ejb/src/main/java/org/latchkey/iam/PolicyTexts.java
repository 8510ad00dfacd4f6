package org.latchkey.iam;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.latchkey.access.InvalidPolicy;
import org.latchkey.access.PolicyDocument;
import org.latchkey.access.PolicyKind;
import org.latchkey.identity.IdentityFault;
import org.latchkey.shared.ServiceException;

/**
 * Policy documents as they are taken in and given out.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length">IAM
 *     User Guide, IAM and STS character limits</a>
 */
final class PolicyTexts {

  /** Characters of a managed policy, white space apart. */
  static final int LONGEST_MANAGED = 6_144;

  /** Characters of a role's trust policy, white space apart. */
  static final int LONGEST_TRUST = 2_048;

  private PolicyTexts() {}

  /**
   * Refuses what is not a policy of that kind.
   *
   * @throws ServiceException {@code MalformedPolicyDocument}, with a sentence that says why
   */
  static PolicyDocument require(String document, PolicyKind kind) {
    try {
      return PolicyDocument.parse(document, kind);
    } catch (InvalidPolicy invalid) {
      throw new ServiceException(
          IdentityFault.MALFORMED_POLICY_DOCUMENT, invalid.sentence(), invalid);
    }
  }

  /**
   * Refuses what is not a role's trust policy.
   *
   * @throws ServiceException {@code MalformedPolicyDocument}, with a sentence that says why
   */
  static PolicyDocument requireTrust(String document) {
    PolicyDocument policy = require(document, PolicyKind.TRUST);
    if (!policy.isAboutAssuming()) {
      throw new ServiceException(
          IdentityFault.MALFORMED_POLICY_DOCUMENT,
          "AssumeRole policy may only specify STS AssumeRole actions.");
    }
    return policy;
  }

  /** The characters that count: all but white space. */
  static int length(String document) {
    return (int) document.chars().filter(c -> !Character.isWhitespace(c)).count();
  }

  /**
   * Refuses a document that is too long.
   *
   * @throws ServiceException {@code LimitExceeded}
   */
  static void requireLength(int length, int longest, String quota) {
    if (length > longest) {
      throw new ServiceException(
          IdentityFault.LIMIT_EXCEEDED, "Cannot exceed quota for " + quota + ": " + longest);
    }
  }

  /** A document as IAM's replies carry it: percent-encoded (RFC 3986). */
  static String encoded(String document) {
    return URLEncoder.encode(document, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
