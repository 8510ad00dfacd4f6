package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.identity.AccessKeyDirectory;
import org.latchkey.identity.AccessKeyDirectory.Entry;
import org.latchkey.identity.AccessKeyDirectory.NewAccessKey;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.User;
import org.latchkey.identity.UserDirectory;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** Users' access keys: at most two each, so that one can be rotated while the other works. */
@ApplicationScoped
@Transactional
@Audited("iam.amazonaws.com")
public class AccessKeyOperations {

  public record CreateAccessKeyRequest(@Nullable String userName) {}

  public record CreateAccessKeyResponse(AccessKey accessKey) {}

  /** A new access key with its secret, which is shown this once. */
  public record AccessKey(
      String userName,
      String accessKeyId,
      String status,
      SecretBytes secretAccessKey,
      Instant createDate) {}

  public record UpdateAccessKeyRequest(
      @Nullable String userName, String accessKeyId, String status) {}

  public record ListAccessKeysRequest(
      @Nullable String userName, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListAccessKeysResponse(
      List<AccessKeyMetadata> accessKeyMetadata, boolean isTruncated, @Nullable String marker) {}

  public record AccessKeyMetadata(
      String userName, String accessKeyId, String status, Instant createDate) {}

  public record DeleteAccessKeyRequest(@Nullable String userName, String accessKeyId) {}

  public record GetAccessKeyLastUsedRequest(String accessKeyId) {}

  public record GetAccessKeyLastUsedResponse(
      String userName, AccessKeyLastUsed accessKeyLastUsed) {}

  public record AccessKeyLastUsed(
      @Nullable Instant lastUsedDate, String serviceName, String region) {}

  private static final String NEVER = "N/A";

  @Inject private AccessCheck access;
  @Inject private AccessKeyDirectory accessKeys;
  @Inject private AccessKeyUses uses;
  @Inject private UserDirectory users;

  /**
   * Gives a user, or the caller itself, an access key.
   *
   * @throws ServiceException {@code LimitExceeded} for a third one, {@code NoSuchEntity}
   */
  public CreateAccessKeyResponse createAccessKey(Caller caller, CreateAccessKeyRequest request) {
    User user = access.userOrSelf(caller, "iam:CreateAccessKey", request.userName());
    NewAccessKey created = accessKeys.create(user);
    return new CreateAccessKeyResponse(
        new AccessKey(
            user.name(), created.accessKeyId(), "Active", created.secret(), created.createdAt()));
  }

  /** Switches an access key off, or on again, from the next request on. */
  public void updateAccessKey(Caller caller, UpdateAccessKeyRequest request) {
    User user = access.userOrSelf(caller, "iam:UpdateAccessKey", request.userName());
    accessKeys.setStatus(user.userId(), request.accessKeyId(), request.status());
  }

  /** The access keys of a user, or of the caller itself, without their secrets. */
  public ListAccessKeysResponse listAccessKeys(Caller caller, ListAccessKeysRequest request) {
    User user = access.userOrSelf(caller, "iam:ListAccessKeys", request.userName());
    Page<Entry> page =
        Paging.of(request.marker(), request.maxItems())
            .cut(accessKeys.list(user.userId()), Entry::accessKeyId);
    return new ListAccessKeysResponse(
        page.map(
                key ->
                    new AccessKeyMetadata(
                        user.name(), key.accessKeyId(), key.status(), key.createdAt()))
            .items(),
        page.truncated(),
        page.nextMarker());
  }

  /** Deletes an access key: it is refused from the next request on. */
  public void deleteAccessKey(Caller caller, DeleteAccessKeyRequest request) {
    User user = access.userOrSelf(caller, "iam:DeleteAccessKey", request.userName());
    accessKeys.delete(user.userId(), request.accessKeyId());
  }

  /**
   * When, for which service and in which Region an access key last signed a request.
   *
   * @throws ServiceException {@code AccessDenied} also for keys of other accounts and for none
   */
  public GetAccessKeyLastUsedResponse getAccessKeyLastUsed(
      Caller caller, GetAccessKeyLastUsedRequest request) {
    Optional<Entry> key = accessKeys.find(request.accessKeyId());
    User user =
        key.flatMap(found -> users.find(found.userId()))
            .filter(found -> found.account().equals(caller.account()))
            .orElse(null);
    if (user == null || key.isEmpty()) {
      access.authorizeAccount(caller, "iam:GetAccessKeyLastUsed");
      throw new ServiceException(
          IdentityFault.NO_SUCH_ENTITY,
          "The Access Key with id " + request.accessKeyId() + " cannot be found.");
    }
    access.authorizeOn(caller, "iam:GetAccessKeyLastUsed", user);
    return new GetAccessKeyLastUsedResponse(user.name(), lastUsed(key.get()));
  }

  private AccessKeyLastUsed lastUsed(Entry key) {
    AccessKeyDirectory.Use unwritten = uses.of(key.accessKeyId());
    Instant written = key.lastUsedAt();
    if (unwritten != null && (written == null || unwritten.at().isAfter(written))) {
      return new AccessKeyLastUsed(unwritten.at(), unwritten.service(), unwritten.region());
    }
    return new AccessKeyLastUsed(
        written, orNever(key.lastUsedService()), orNever(key.lastUsedRegion()));
  }

  private static String orNever(@Nullable String text) {
    return text == null ? NEVER : text;
  }
}
