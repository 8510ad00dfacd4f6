package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.INVALID_EXTENSION;

import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/** Object identifiers as the published model writes them, at most 64 characters. */
final class ObjectIdentifiers {

  private static final int MAX_LENGTH = 64;
  private static final Pattern DOTTED =
      Pattern.compile("([0-2])\\.([0-9]|([0-3][0-9]))((\\.([0-9]+)){0,126})");

  private ObjectIdentifiers() {}

  static ASN1ObjectIdentifier parse(String dotted) {
    ASN1ObjectIdentifier identifier =
        dotted.length() <= MAX_LENGTH && DOTTED.matcher(dotted).matches()
            ? ASN1ObjectIdentifier.tryFromID(dotted)
            : null;
    if (identifier == null) {
      throw new X509Exception(INVALID_EXTENSION, "An object identifier is not valid.");
    }
    return identifier;
  }
}
