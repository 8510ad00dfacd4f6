package org.latchkey.x509;

/**
 * Input that this package refuses: what kind of problem, and a sentence for the caller.
 *
 * <p>The message is complete, begins with a capital and never holds key material. Features turn it
 * into the fault that their service's model has for the problem.
 */
public final class X509Exception extends RuntimeException {

  /** What is wrong with the input. */
  public enum Problem {
    /** Larger than the service accepts. */
    TOO_LARGE,
    /** Not the PEM or DER that it should be. */
    MALFORMED,
    /** A private key under a passphrase, where only a plain one can be read. */
    ENCRYPTED_PRIVATE_KEY,
    /** A key type, key size, curve or signature algorithm that is not supported. */
    UNSUPPORTED_ALGORITHM,
    /** Private key and public key don't belong together. */
    KEY_MISMATCH,
    /** A passphrase out of its bounds. */
    INVALID_PASSPHRASE,
    /** A certificate request whose signature doesn't verify under its own key. */
    NO_PROOF_OF_POSSESSION,
    /** A certificate that is not valid yet, or no more. */
    OUTSIDE_VALIDITY,
    /** Certificates that don't make a path in the order given. */
    BROKEN_CHAIN,
    /** A distinguished name out of its bounds. */
    INVALID_NAME,
    /** An extension that cannot be encoded, or that is given twice. */
    INVALID_EXTENSION,
    /** A validity that is no period of time, or a type that is not allowed. */
    INVALID_VALIDITY,
    /** An unknown template, or one that the issuer may not use. */
    INVALID_TEMPLATE,
    /** A certificate that would break a rule of RFC 5280. */
    LINT
  }

  private final Problem problem;

  private final String sentence;

  X509Exception(Problem problem, String sentence) {
    super(sentence);
    this.problem = problem;
    this.sentence = sentence;
  }

  /** What is wrong, for the caller: the message. */
  public String sentence() {
    return sentence;
  }

  public Problem problem() {
    return problem;
  }
}
