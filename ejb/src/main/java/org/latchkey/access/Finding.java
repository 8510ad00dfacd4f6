package org.latchkey.access;

/**
 * Something about a policy that whoever saves it should know.
 *
 * @param type how grave it is
 * @param issueCode its name for programs, for example {@code ALLOW_WITH_UNRESTRICTED_PRINCIPAL}
 * @param location the element, for example {@code Statement[1].Condition.StringEquals}
 * @param details one sentence for people
 */
public record Finding(Type type, String issueCode, String location, String details) {

  /**
   * How grave findings are, in the words of IAM Access Analyzer.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicyFinding.html">IAM
   *     Access Analyzer API Reference, ValidatePolicyFinding</a>
   */
  public enum Type {
    /** The policy does not do what it says, or locks everyone out. */
    ERROR,
    /** It gives more access than anyone is likely to want. */
    SECURITY_WARNING,
    /** It may not do what it seems to. */
    WARNING
  }
}
