package org.latchkey.certificates;

import com.ibm.icu.text.IDNA;
import java.util.Locale;
import org.latchkey.shared.ServiceException;

/**
 * What a certificate may be requested for. The form of names is the service model's; this looks at
 * what their labels stand for.
 */
final class DomainNames {

  private static final String WILDCARD = "*.";
  private static final String A_LABEL = "xn--";

  /** UTS #46 without the old mappings: what IDNA2008 (RFC 5891) knows. */
  private static final IDNA IDNA2008 =
      IDNA.getUTS46Instance(
          IDNA.USE_STD3_RULES
              | IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ
              | IDNA.CHECK_CONTEXTO
              | IDNA.NONTRANSITIONAL_TO_UNICODE
              | IDNA.NONTRANSITIONAL_TO_ASCII);

  private DomainNames() {}

  /**
   * A name in lower case.
   *
   * @throws ServiceException {@code InvalidParameterException} for a label with hyphens in its
   *     third and fourth place that is not the A-label of an internationalized one (RFC 5890,
   *     2.3.2.1)
   */
  static String checked(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    for (String label : withoutWildcard(lowerCase).split("\\.", -1)) {
      boolean reserved = label.length() > 3 && label.startsWith("--", 2);
      if (reserved && !isALabel(label)) {
        throw new ServiceException(
            CertificateFault.INVALID_PARAMETER,
            "The domain name "
                + name
                + " is not valid: "
                + label
                + " is no internationalized"
                + " label.");
      }
    }
    return lowerCase;
  }

  private static boolean isALabel(String label) {
    if (!label.startsWith(A_LABEL)) {
      return false;
    }
    IDNA.Info info = new IDNA.Info();
    StringBuilder unicode = new StringBuilder();
    IDNA2008.labelToUnicode(label, unicode, info);
    if (info.hasErrors()) {
      return false;
    }
    StringBuilder ascii = new StringBuilder();
    IDNA2008.labelToASCII(unicode, ascii, new IDNA.Info());
    return label.contentEquals(ascii);
  }

  static String withoutWildcard(String name) {
    return name.startsWith(WILDCARD) ? name.substring(WILDCARD.length()) : name;
  }

  static boolean isWildcard(String name) {
    return name.startsWith(WILDCARD);
  }
}
