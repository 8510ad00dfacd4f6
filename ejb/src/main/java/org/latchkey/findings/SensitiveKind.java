package org.latchkey.findings;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a value looks like. The forms are those that their makers publish, and few enough to read:
 *
 * <ul>
 *   <li>e-mail address: RFC 5321's usual form, a local part, {@code @} and a name with a dot
 *   <li>access key id: AWS's, {@code AKIA} or {@code ASIA} and 16 characters of base 32
 *   <li>key: a PEM private key's first line, or 32 and more random-looking bytes in base64, such as
 *       a secret access key or an AES key
 *   <li>token: a JSON Web Token (RFC 7519), and those of GitHub, GitLab, Slack, Stripe and Google
 *       that have a prefix
 *   <li>card number: 13 to 19 digits, in groups or not, with a card scheme's first digits and a
 *       right check digit (ISO/IEC 7812-1)
 *   <li>URL with credentials: {@code scheme://user:password@host} (RFC 3986, section 3.2.1)
 * </ul>
 */
public enum SensitiveKind {
  EMAIL_ADDRESS(
      "(?<![\\w.+-])[A-Za-z0-9][\\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\\.)+[A-Za-z]{2,24}(?![\\w-])"),
  ACCESS_KEY_ID("(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])"),
  KEY(
      "-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----|(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40,88}={0,2}"
          + "(?![A-Za-z0-9/+=])"),
  TOKEN(
      "(?<![\\w-])(?:eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]{8,}|gh[opusr]_[A-Za-z0-9]{36,}"
          + "|github_pat_\\w{40,}|glpat-[\\w-]{20,}|xox[abeoprs]-[A-Za-z0-9-]{10,}"
          + "|[sr]k_live_[A-Za-z0-9]{20,}|AIza[\\w-]{35})"),
  CARD_NUMBER("(?<![\\d.-])[2-6](?:[ -]?\\d){12,18}(?![\\d.-]?\\d)"),
  URL_WITH_CREDENTIALS("(?<!\\w)[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\\s/:@]{1,128}:[^\\s/@]{1,128}@");

  /** Bits a character of a base64 text of 40 characters that no language makes. */
  private static final double RANDOM = 4.2;

  private final Pattern pattern;

  SensitiveKind(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  /** Everything that {@code value} looks like it holds. */
  static List<SensitiveKind> in(String value) {
    return Arrays.stream(values()).filter(kind -> kind.isIn(value)).toList();
  }

  private boolean isIn(String value) {
    Matcher found = pattern.matcher(value);
    while (found.find()) {
      if (isLikely(found.group())) {
        return true;
      }
    }
    return false;
  }

  private boolean isLikely(String found) {
    return switch (this) {
      case KEY -> looksRandom(found);
      case CARD_NUMBER -> hasCheckDigit(found);
      default -> true;
    };
  }

  private static boolean looksRandom(String text) {
    if (text.startsWith("-----BEGIN")) {
      return true;
    }
    boolean mixed =
        text.chars().anyMatch(Character::isDigit)
            && text.chars().anyMatch(Character::isUpperCase)
            && text.chars().anyMatch(Character::isLowerCase);
    return mixed && entropy(text) > RANDOM;
  }

  /** Shannon's entropy of the text's characters, in bits a character. */
  private static double entropy(String text) {
    int[] counts = new int[128];
    text.chars().forEach(c -> counts[c]++);
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / text.length();
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }

  /** Luhn's formula (ISO/IEC 7812-1, annex B). */
  private static boolean hasCheckDigit(String text) {
    int[] digits = text.chars().filter(Character::isDigit).map(c -> c - '0').toArray();
    int sum = 0;
    for (int i = 0; i < digits.length; i++) {
      int digit = digits[digits.length - 1 - i];
      int weighed = i % 2 == 0 ? digit : digit * 2;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }
}
