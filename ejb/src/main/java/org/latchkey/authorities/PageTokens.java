package org.latchkey.authorities;

import org.jspecify.annotations.Nullable;
import org.latchkey.shared.PagePosition;
import org.latchkey.shared.ServiceException;

/** Private CA's {@code NextToken}s: where the next page begins, opaque to the caller. */
final class PageTokens {

  /** How many entries a page has at most. */
  static final int MOST = 1_000;

  private static final int STANDARD = 100;

  private PageTokens() {}

  /** The token for a page of {@code list} that begins after {@code position}. */
  static String write(String list, String position) {
    return PagePosition.write(list, position);
  }

  /**
   * The position that a token stands for; the empty string for null, the first page.
   *
   * @throws ServiceException {@code InvalidNextTokenException}
   */
  static String read(String list, @Nullable String token) {
    return token == null
        ? ""
        : PagePosition.read(list, token)
            .orElseThrow(
                () ->
                    new ServiceException(
                        AuthorityFault.INVALID_NEXT_TOKEN,
                        "The token is not one that this operation has returned."));
  }

  /** How many entries a page is to have. */
  static int size(@Nullable Integer maxResults) {
    return maxResults == null ? STANDARD : Math.min(maxResults, MOST);
  }
}
