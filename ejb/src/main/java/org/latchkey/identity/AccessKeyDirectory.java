package org.latchkey.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.Tokens;
import org.latchkey.shared.ServiceException;

/**
 * The long-term access keys of users, at most two a user. The secret is stored wrapped under the
 * root key, since SigV4 needs it back.
 */
@ApplicationScoped
@Transactional
public class AccessKeyDirectory {

  private static final int ID_LENGTH = 16;
  private static final int SECRET_LENGTH = 40;
  private static final int MOST = 2;

  @Inject private Principals principals;
  @Inject private SecretWrapping wrapping;
  @Inject private Clock clock;

  /**
   * A new access key.
   *
   * @param secret shown once, the receiver's to close
   */
  public record NewAccessKey(String accessKeyId, SecretBytes secret, Instant createdAt) {}

  /**
   * An access key without its secret.
   *
   * @param status {@code Active} or {@code Inactive}
   */
  public record Entry(
      String accessKeyId,
      String userId,
      String status,
      Instant createdAt,
      @Nullable Instant lastUsedAt,
      @Nullable String lastUsedService,
      @Nullable String lastUsedRegion) {}

  /** Where and when an access key was used. */
  public record Use(Instant at, String service, String region) {}

  /**
   * Gives a user an access key.
   *
   * @throws ServiceException {@code LimitExceeded} for a third one, {@code NoSuchEntity} where the
   *     user has been deleted meanwhile
   */
  public NewAccessKey create(User owner) {
    Principal user =
        principals.lockAfresh(owner.userId()).orElseThrow(() -> UserDirectory.noSuch(owner.name()));
    if (principals.accessKeys(owner.userId()).size() >= MOST) {
      throw new ServiceException(
          IdentityFault.LIMIT_EXCEEDED, "Cannot exceed quota for AccessKeysPerUser: " + MOST);
    }
    String id = "AKIA" + Tokens.base32(ID_LENGTH);
    SecretBytes secret = Tokens.base62Secret(SECRET_LENGTH);
    Instant now = clock.instant();
    principals.add(new AccessKey(id, user, wrapping.wrap(id, secret), now));
    return new NewAccessKey(id, secret, now);
  }

  /** A user's access keys, in the order of their ids. */
  public List<Entry> list(String userId) {
    return principals.accessKeys(userId).stream().map(AccessKey::entry).toList();
  }

  public Optional<Entry> find(String accessKeyId) {
    return principals.accessKey(accessKeyId).map(AccessKey::entry);
  }

  /**
   * Switches an access key of a user off, or on again.
   *
   * @param status {@code Active} or {@code Inactive}
   * @throws ServiceException {@code NoSuchEntity}
   */
  public void setStatus(String userId, String accessKeyId, String status) {
    owned(userId, accessKeyId).setStatus(status);
  }

  /**
   * Deletes an access key of a user.
   *
   * @throws ServiceException {@code NoSuchEntity}
   */
  public void delete(String userId, String accessKeyId) {
    principals.remove(owned(userId, accessKeyId));
  }

  /** Writes down when access keys were last used, in a transaction of its own. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void noteUses(Map<String, Use> uses) {
    // in one order on every node, so that none waits for another that waits for it
    new TreeMap<>(uses)
        .forEach((id, use) -> principals.noteUse(id, use.at(), use.service(), use.region()));
  }

  private AccessKey owned(String userId, String accessKeyId) {
    return principals
        .accessKey(accessKeyId)
        .filter(key -> key.principal().userId().equals(userId))
        .orElseThrow(() -> noSuch(accessKeyId));
  }

  private static ServiceException noSuch(String id) {
    return new ServiceException(
        IdentityFault.NO_SUCH_ENTITY, "The Access Key with id " + id + " cannot be found.");
  }
}
