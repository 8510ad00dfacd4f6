package org.latchkey.web.ocsp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind {@code /ocsp} in a URL: an authority's id, a request, both, or neither.
 *
 * @param authorityId null where there is none
 * @param request the request of a GET, in DER; null where there is none, or what is there is not in
 *     base64
 */
record OcspPath(@Nullable String authorityId, byte @Nullable [] request) {

  private static final Pattern PARTS =
      Pattern.compile("(?:/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?(?:/(.*))?");

  /**
   * Reads a path as it came, with escapes. The base64 of a request may hold slashes.
   *
   * @param path what follows {@code /ocsp}
   */
  static OcspPath of(String path) {
    Matcher matcher = PARTS.matcher(path);
    if (!matcher.matches()) {
      return new OcspPath(null, null);
    }
    return new OcspPath(matcher.group(1), decode(matcher.group(2)));
  }

  private static byte @Nullable [] decode(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      // a plus sign is a digit of base64, not a space
      String base64 = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.US_ASCII);
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }
}
