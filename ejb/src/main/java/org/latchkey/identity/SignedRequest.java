package org.latchkey.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An HTTP request as it came over the wire, in what a signature covers: nothing decoded, merged or
 * reordered.
 */
public final class SignedRequest {

  /** A header line; a name that occurs twice makes two of these. */
  public record Header(String name, String value) {}

  private final String method;
  private final String path;
  private final String query;
  private final List<Header> headers;
  private final byte[] body;

  /**
   * @param method for example {@code POST}
   * @param path the path as sent, percent-encoding kept
   * @param query what follows the question mark, percent-encoding kept; empty where there is none
   * @param headers every header line in the order received
   * @param body the whole body, not copied
   */
  public SignedRequest(
      String method, String path, String query, List<Header> headers, byte[] body) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = List.copyOf(headers);
    this.body = body;
  }

  public String method() {
    return method;
  }

  public String path() {
    return path;
  }

  public String query() {
    return query;
  }

  public List<Header> headers() {
    return headers;
  }

  /** The body itself, not a copy. */
  public byte[] body() {
    return body;
  }

  /** The values of every header line of that name, whatever its case, in the order received. */
  public List<String> headerValues(String name) {
    List<String> values = new ArrayList<>(1);
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        values.add(header.value());
      }
    }
    return values;
  }

  SignedRequest withHeaders(List<Header> more) {
    List<Header> all = new ArrayList<>(headers);
    all.addAll(more);
    return new SignedRequest(method, path, query, all, body);
  }

  SignedRequest withQuery(String otherQuery) {
    return new SignedRequest(method, path, otherQuery, headers, body);
  }

  static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
