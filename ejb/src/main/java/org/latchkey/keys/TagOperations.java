package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** The tags of KMS keys, at most 50 a key. They count in policies from the next request on. */
@ApplicationScoped
@Transactional
@Audited("kms.amazonaws.com")
public class TagOperations {

  public record TagResourceRequest(String keyId, List<Tag> tags) {}

  public record UntagResourceRequest(String keyId, List<String> tagKeys) {}

  public record ListResourceTagsRequest(
      String keyId, @Nullable Integer limit, @Nullable String marker) {}

  public record ListResourceTagsResponse(
      List<Tag> tags, @Nullable String nextMarker, boolean truncated) {}

  /** What its markers are for. */
  private static final String LIST = "tags";

  private static final int DEFAULT_LIMIT = 50;

  @Inject private KeyRing ring;

  /**
   * Adds tags to a key, and gives those that it has new values.
   *
   * @throws ServiceException {@code TagException}, {@code KMSInvalidStateException}
   */
  public void tagResource(Caller caller, TagResourceRequest request) {
    Map<String, String> tags = KeyTags.of(request.tags());
    KeySnapshot snapshot = ring.resolveOwnKey(caller, request.keyId());
    Function<KeySnapshot, RequestContext.Builder> context =
        key -> ring.context(caller, key).requestTags(tags);
    ring.authorize(caller, snapshot, "kms:TagResource", context.apply(snapshot));
    Key key = ring.lockKey(caller, snapshot, "kms:TagResource", context);
    KeySnapshot locked = ring.snapshot(key);
    locked.requireNotPendingDeletion();
    Set<String> all = new HashSet<>(locked.tags().keySet());
    all.addAll(tags.keySet());
    KeyTags.requireNotTooMany(all);
    key.tag(tags);
  }

  /**
   * Removes tags from a key; those that it does not have are passed over.
   *
   * @throws ServiceException {@code TagException} for reserved keys, {@code
   *     KMSInvalidStateException}
   */
  public void untagResource(Caller caller, UntagResourceRequest request) {
    request.tagKeys().forEach(KeyTags::requireUsable);
    KeySnapshot snapshot = ring.resolveOwnKey(caller, request.keyId());
    Function<KeySnapshot, RequestContext.Builder> context =
        key -> ring.context(caller, key).putAll("aws:TagKeys", request.tagKeys());
    ring.authorize(caller, snapshot, "kms:UntagResource", context.apply(snapshot));
    Key key = ring.lockKey(caller, snapshot, "kms:UntagResource", context);
    ring.snapshot(key).requireNotPendingDeletion();
    key.untag(request.tagKeys());
  }

  /**
   * A key's tags, by their keys.
   *
   * @throws ServiceException {@code InvalidMarkerException}
   */
  public ListResourceTagsResponse listResourceTags(Caller caller, ListResourceTagsRequest request) {
    KeySnapshot key = ring.resolveOwnKey(caller, request.keyId());
    ring.authorize(caller, key, "kms:ListResourceTags", Map.of());
    int limit = Math.min(request.limit() == null ? DEFAULT_LIMIT : request.limit(), DEFAULT_LIMIT);
    String after = Markers.read(LIST, request.marker());
    List<Tag> rows =
        new TreeMap<>(key.tags())
            .tailMap(after == null ? "" : after, false).entrySet().stream()
                .limit(limit + 1L)
                .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                .toList();
    Page<Tag> page = Page.of(rows, limit, tag -> Markers.write(LIST, tag.tagKey()));
    return new ListResourceTagsResponse(page.items(), page.nextMarker(), page.truncated());
  }
}
