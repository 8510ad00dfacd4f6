package org.latchkey.iam;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;

/**
 * What passwords of an account's users have to be like: its password policy.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html">IAM
 *     User Guide, Set an account password policy</a>
 */
@Entity
@Table(name = "password_policy")
class PasswordRules {

  private static final String SYMBOLS = "!@#$%^&*()_+-=[]{}|'";
  private static final int DEFAULT_LENGTH = 8;
  private static final int DEFAULT_KINDS = 3;

  @Id private String account;

  @Column(name = "minimum_length")
  private int minimumLength;

  @Column(name = "require_symbols")
  private boolean requireSymbols;

  @Column(name = "require_numbers")
  private boolean requireNumbers;

  @Column(name = "require_uppercase")
  private boolean requireUppercase;

  @Column(name = "require_lowercase")
  private boolean requireLowercase;

  @Column(name = "users_may_change")
  private boolean usersMayChange;

  @Column(name = "max_age")
  private @Nullable Integer maxAge;

  @Column(name = "reuse_prevention")
  private @Nullable Integer reusePrevention;

  @Column(name = "hard_expiry")
  private boolean hardExpiry;

  protected PasswordRules() {}

  PasswordRules(String account) {
    this.account = account;
  }

  /** Sets the whole policy: what a request leaves out goes back to its default. */
  void set(PasswordPolicyOperations.UpdateAccountPasswordPolicyRequest request) {
    minimumLength = request.minimumPasswordLength() == null ? 6 : request.minimumPasswordLength();
    requireSymbols = Boolean.TRUE.equals(request.requireSymbols());
    requireNumbers = Boolean.TRUE.equals(request.requireNumbers());
    requireUppercase = Boolean.TRUE.equals(request.requireUppercaseCharacters());
    requireLowercase = Boolean.TRUE.equals(request.requireLowercaseCharacters());
    usersMayChange = Boolean.TRUE.equals(request.allowUsersToChangePassword());
    maxAge = request.maxPasswordAge();
    reusePrevention = request.passwordReusePrevention();
    hardExpiry = Boolean.TRUE.equals(request.hardExpiry());
  }

  PasswordPolicyOperations.PasswordPolicy describe() {
    return new PasswordPolicyOperations.PasswordPolicy(
        minimumLength,
        requireSymbols,
        requireNumbers,
        requireUppercase,
        requireLowercase,
        usersMayChange,
        maxAge != null,
        maxAge,
        reusePrevention,
        hardExpiry);
  }

  boolean usersMayChange() {
    return usersMayChange;
  }

  /** Whether a password that was set then is too old by now. */
  boolean isExpired(Instant setAt, Instant now) {
    return maxAge != null && now.isAfter(setAt.plus(Duration.ofDays(maxAge)));
  }

  /** Whether a password that is too old cannot be changed by its user any more. */
  boolean hardExpiry() {
    return hardExpiry;
  }

  /** How many earlier passwords must not be used again. */
  int reusePrevention() {
    return reusePrevention == null ? 0 : reusePrevention;
  }

  /** What a password lacks, a sentence each; empty for one that will do. */
  List<String> violations(SecretBytes password) {
    List<String> lacks = new ArrayList<>();
    if (password.length() < minimumLength) {
      lacks.add("Password should have a minimum length of " + minimumLength + ".");
    }
    require(requireSymbols, password, c -> SYMBOLS.indexOf(c) >= 0, "symbol", lacks);
    require(requireNumbers, password, PasswordRules::isDigit, "number", lacks);
    require(requireUppercase, password, PasswordRules::isUppercase, "uppercase letter", lacks);
    require(requireLowercase, password, PasswordRules::isLowercase, "lowercase letter", lacks);
    return lacks;
  }

  /** The same for an account without a policy: eight characters, of three kinds at least. */
  static List<String> defaultViolations(SecretBytes password) {
    int kinds =
        (any(password, c -> SYMBOLS.indexOf(c) >= 0) ? 1 : 0)
            + (any(password, PasswordRules::isDigit) ? 1 : 0)
            + (any(password, PasswordRules::isUppercase) ? 1 : 0)
            + (any(password, PasswordRules::isLowercase) ? 1 : 0);
    return password.length() >= DEFAULT_LENGTH && kinds >= DEFAULT_KINDS
        ? List.of()
        : List.of(
            "Password should have at least 8 characters, and three of uppercase letters, lowercase"
                + " letters, numbers and symbols.");
  }

  private static void require(
      boolean required, SecretBytes password, IntPredicate kind, String word, List<String> lacks) {
    if (required && !any(password, kind)) {
      lacks.add("Password should have at least one " + word + ".");
    }
  }

  private static boolean any(SecretBytes password, IntPredicate kind) {
    boolean found = false;
    for (byte octet : password.expose()) {
      found |= kind.test(octet);
    }
    return found;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isUppercase(int c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLowercase(int c) {
    return c >= 'a' && c <= 'z';
  }
}
