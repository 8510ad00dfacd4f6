package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.LINT;

import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * The content of a certificate that nobody has signed. It cannot be: its one way on is {@link
 * #lint}.
 */
public final class PreparedCertificate {

  private final byte[] tbs;
  private final IssuerFacts issuer;

  PreparedCertificate(byte[] tbs, IssuerFacts issuer) {
    this.tbs = tbs;
    this.issuer = issuer;
  }

  /**
   * Holds the content against the rules of RFC 5280.
   *
   * @throws X509Exception that tells every rule that would be broken
   */
  public LintedCertificate lint() {
    List<LintFinding> findings = findings();
    if (!findings.isEmpty()) {
      throw new X509Exception(
          LINT,
          findings.stream()
              .map(LintFinding::toString)
              .collect(Collectors.joining("; ", "The certificate would not be valid: ", ".")));
    }
    return new LintedCertificate(tbs, issuer);
  }

  /** Every rule that the content breaks; empty where it may be issued. */
  public List<LintFinding> findings() {
    return Lints.check(new LintedContent(TBSCertificate.getInstance(tbs), issuer));
  }
}
