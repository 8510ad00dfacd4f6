package org.latchkey.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.latchkey.crypto.Digests;

/**
 * The one spelling of a request that both sides hash.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request">IAM
 *     User Guide, Create a canonical request</a>
 */
final class CanonicalRequest {

  /** A decoded-and-encoded-again pair of the query. */
  private record Parameter(String name, String value) {}

  private static final Pattern WHITESPACE = Pattern.compile("\\s+");
  private static final String HEX = "0123456789ABCDEF";

  private CanonicalRequest() {}

  /**
   * The canonical request, whose payload hash is always that of the body received.
   *
   * @param signedHeaders lower-case names in the order of the signature's own list
   */
  static String of(SignedRequest request, List<String> signedHeaders) {
    StringBuilder text = new StringBuilder(512);
    text.append(request.method()).append('\n');
    text.append(path(request.path())).append('\n');
    text.append(query(request.query())).append('\n');
    for (String name : signedHeaders) {
      text.append(name).append(':').append(headerValue(request, name)).append('\n');
    }
    text.append('\n').append(String.join(";", signedHeaders)).append('\n');
    return text.append(Digests.sha256hex(request.body())).toString();
  }

  private static String headerValue(SignedRequest request, String name) {
    List<String> values = new ArrayList<>(1);
    for (String value : request.headerValues(name)) {
      String stripped = value.strip();
      values.add(hasWhitespace(stripped) ? WHITESPACE.matcher(stripped).replaceAll(" ") : stripped);
    }
    return String.join(",", values);
  }

  /** Whether there is what {@link #WHITESPACE} matches: most values have none. */
  private static boolean hasWhitespace(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ') {
        return true;
      }
    }
    return false;
  }

  /**
   * Dot segments resolved, empty segments dropped, and each octet outside the unreserved set
   * encoded: a path that is already percent-encoded is so encoded twice, as every service but S3
   * expects.
   */
  private static String path(String raw) {
    Deque<String> segments = new ArrayDeque<>();
    String last = "";
    for (String segment : raw.split("/", -1)) {
      last = segment;
      switch (segment) {
        case "", "." -> {}
        case ".." -> segments.pollLast();
        default -> segments.addLast(encode(segment.getBytes(UTF_8)));
      }
    }
    if (segments.isEmpty()) {
      return "/";
    }
    boolean folder = last.isEmpty() || last.equals(".") || last.equals("..");
    return "/" + String.join("/", segments) + (folder ? "/" : "");
  }

  private static String query(String raw) {
    List<Parameter> parameters = new ArrayList<>();
    for (QueryString.Pair pair : QueryString.pairs(raw)) {
      if (!pair.nameEquals(QueryString.SIGNATURE)) {
        parameters.add(new Parameter(encode(pair.name()), encode(pair.value())));
      }
    }
    parameters.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::value));
    StringBuilder text = new StringBuilder();
    for (Parameter parameter : parameters) {
      text.append(text.isEmpty() ? "" : "&").append(parameter.name()).append('=');
      text.append(parameter.value());
    }
    return text.toString();
  }

  /** RFC 3986, section 2.3: only unreserved characters stay as they are. */
  static String encode(byte[] octets) {
    StringBuilder text = new StringBuilder(octets.length + 16);
    for (byte octet : octets) {
      char c = (char) (octet & 0xFF);
      if (isUnreserved(c)) {
        text.append(c);
      } else {
        text.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
      }
    }
    return text.toString();
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
