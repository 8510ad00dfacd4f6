package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** The tags of authorities, at most 50 each. They count in policies from the next request on. */
@ApplicationScoped
@Transactional
@Audited("acm-pca.amazonaws.com")
public class AuthorityTagOperations {

  public record TagCertificateAuthorityRequest(String certificateAuthorityArn, List<Tag> tags) {}

  public record UntagCertificateAuthorityRequest(String certificateAuthorityArn, List<Tag> tags) {}

  public record ListTagsRequest(
      @Nullable Integer maxResults, @Nullable String nextToken, String certificateAuthorityArn) {}

  public record ListTagsResponse(@Nullable String nextToken, List<Tag> tags) {}

  /** What its page tokens are for. */
  private static final String LIST = "tags";

  private static final Set<AuthorityStatus> NOT_DELETED =
      EnumSet.complementOf(EnumSet.of(AuthorityStatus.DELETED));

  @Inject private AuthorityAccess access;
  @Inject private Clock clock;

  /**
   * Adds tags to an authority, and gives those that it has new values.
   *
   * @throws ServiceException {@code InvalidTagException}, {@code TooManyTagsException}, {@code
   *     InvalidStateException}
   */
  public void tagCertificateAuthority(Caller caller, TagCertificateAuthorityRequest request) {
    Map<String, String> tags = AuthorityTags.of(request.tags());
    Authority authority =
        access.authorizedToChange(
            caller,
            request.certificateAuthorityArn(),
            "TagCertificateAuthority",
            RequestContext.builder().requestTags(tags));
    authority.require(NOT_DELETED, clock.instant());
    Set<String> all = new HashSet<>(authority.tags().keySet());
    all.addAll(tags.keySet());
    AuthorityTags.requireNotTooMany(all.size());
    authority.tag(tags);
  }

  /**
   * Removes tags from an authority: with a value only where it is the tag's.
   *
   * @throws ServiceException {@code InvalidTagException}, {@code InvalidStateException}
   */
  public void untagCertificateAuthority(Caller caller, UntagCertificateAuthorityRequest request) {
    Map<String, @Nullable String> tags = AuthorityTags.toRemove(request.tags());
    Authority authority =
        access.authorizedToChange(
            caller,
            request.certificateAuthorityArn(),
            "UntagCertificateAuthority",
            RequestContext.builder().putAll("aws:TagKeys", tags.keySet()));
    authority.require(NOT_DELETED, clock.instant());
    authority.untag(tags);
  }

  /**
   * An authority's tags, by their keys.
   *
   * @throws ServiceException {@code InvalidStateException}
   */
  public ListTagsResponse listTags(Caller caller, ListTagsRequest request) {
    Authority authority = access.authorized(caller, request.certificateAuthorityArn(), "ListTags");
    authority.require(NOT_DELETED, clock.instant());
    int limit = PageTokens.size(request.maxResults());
    List<Tag> rows =
        new TreeMap<>(authority.tags())
            .tailMap(PageTokens.read(LIST, request.nextToken()), false).entrySet().stream()
                .limit(limit + 1L)
                .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                .toList();
    Page<Tag> page = Page.of(rows, limit, tag -> PageTokens.write(LIST, tag.key()));
    return new ListTagsResponse(page.nextMarker(), page.items());
  }
}
