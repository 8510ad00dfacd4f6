package org.latchkey.identity;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Coherence;
import org.latchkey.coherence.CoherentCache;
import org.latchkey.crypto.Tokens;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** The users of accounts: made, found, changed, deleted. Whether one may is asked elsewhere. */
@ApplicationScoped
public class UserDirectory {

  private static final int CAPACITY = 20_000;
  private static final int ID_LENGTH = 17;

  @Inject private Principals principals;
  @Inject private Coherence coherence;
  @Inject private Clock clock;

  private CoherentCache<User> known;

  @PostConstruct
  void makeCache() {
    known = coherence.cache(CAPACITY, forgotten -> {});
  }

  /**
   * Makes an IAM user that may do nothing yet.
   *
   * @param path begins and ends with a slash
   * @throws ServiceException {@code EntityAlreadyExists}, whatever the case of the letters
   */
  @Transactional
  public User create(
      String account,
      String path,
      String name,
      @Nullable String permissionsBoundary,
      Map<String, String> tags) {
    requireFree(account, name);
    Principal user =
        Principal.user("AIDA" + Tokens.base32(ID_LENGTH), account, path, name, clock.instant());
    user.bound(permissionsBoundary);
    user.tag(tags);
    principals.add(user);
    return user.snapshot();
  }

  /** The IAM user of that name; never the account's root user. */
  @Transactional
  public Optional<User> find(String account, String name) {
    return principals
        .named(account, name)
        .filter(found -> found.kind() == Caller.Type.USER)
        .map(Principal::snapshot);
  }

  /** The user with this unique id, from this node's cache where it may answer. */
  public Optional<User> find(String userId) {
    return known.find(
        Principal.subjectOf(userId), () -> principals.find(userId).map(Principal::snapshot));
  }

  /** The users with these unique ids, in their order. */
  @Transactional
  public List<User> all(Collection<String> userIds) {
    return userIds.stream()
        .flatMap(id -> principals.find(id).stream())
        .map(Principal::snapshot)
        .toList();
  }

  /** At most {@code limit} users whose path begins so, in the order of their names. */
  @Transactional
  public List<User> list(String account, String pathPrefix, @Nullable String after, int limit) {
    return principals.users(account, pathPrefix, after, limit).stream()
        .map(Principal::snapshot)
        .toList();
  }

  /** At most {@code limit} of an account's users with a permissions boundary, by their ids. */
  @Transactional
  public List<User> boundedBy(String policyArn, String account, @Nullable String after, int limit) {
    return principals.boundedBy(policyArn, account, after, limit).stream()
        .map(Principal::snapshot)
        .toList();
  }

  /** How many of an account's users have a permissions boundary. */
  @Transactional
  public long countBoundedBy(String policyArn, String account) {
    return principals.countBoundedBy(policyArn, account);
  }

  /**
   * Gives a user another path and name. Its unique id and its credentials stay.
   *
   * @throws ServiceException {@code EntityAlreadyExists}
   */
  @Transactional
  public void rename(User user, String path, String name) {
    if (!user.name().equalsIgnoreCase(name)) {
      requireFree(user.account(), name);
    }
    existing(user).rename(path, name);
  }

  /**
   * Bounds what a user's policies can allow.
   *
   * @param policyArn null for no boundary
   */
  @Transactional
  public void bound(User user, @Nullable String policyArn) {
    existing(user).bound(policyArn);
  }

  /** Gives a user these tags in the place of all that it had. */
  @Transactional
  public void tag(User user, Map<String, String> all) {
    existing(user).tag(all);
  }

  /**
   * Keeps others from changing what belongs to a user, until the transaction ends.
   *
   * @return the user as it is now
   * @throws ServiceException {@code NoSuchEntity} where it has been deleted meanwhile
   */
  @Transactional
  public User lock(User user) {
    return principals
        .lockAfresh(user.userId())
        .map(Principal::snapshot)
        .orElseThrow(() -> noSuch(user.name()));
  }

  /** Whether a user has a login for the message broker. */
  @Transactional
  public boolean hasServiceLogin(User user) {
    return principals.anyServiceCredential(user.userId());
  }

  /** Deletes a user who has nothing any more. */
  @Transactional
  public void delete(User user) {
    principals.remove(existing(user));
  }

  private void requireFree(String account, String name) {
    if (principals.taken(account, name)) {
      throw new ServiceException(
          IdentityFault.ENTITY_ALREADY_EXISTS, "User with name " + name + " already exists.");
    }
  }

  private Principal existing(User user) {
    return principals.find(user.userId()).orElseThrow(() -> noSuch(user.name()));
  }

  static ServiceException noSuch(String name) {
    return new ServiceException(
        IdentityFault.NO_SUCH_ENTITY, "The user with name " + name + " cannot be found.");
  }
}
