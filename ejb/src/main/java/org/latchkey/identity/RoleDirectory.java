package org.latchkey.identity;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Coherence;
import org.latchkey.coherence.CoherentCache;
import org.latchkey.crypto.Tokens;
import org.latchkey.shared.ServiceException;
import org.latchkey.shared.ServiceRole;

/** The roles of accounts: made, found, changed, deleted. Whether one may is asked elsewhere. */
@ApplicationScoped
public class RoleDirectory {

  private static final int CAPACITY = 10_000;
  private static final int ID_LENGTH = 17;
  private static final int SERVICE_SESSION_SECONDS = 3_600;

  @Inject private Roles roles;
  @Inject private Coherence coherence;
  @Inject private Clock clock;

  private CoherentCache<Role> known;

  @PostConstruct
  void makeCache() {
    known = coherence.cache(CAPACITY, forgotten -> {});
  }

  /**
   * Makes a role that may do nothing yet.
   *
   * @throws ServiceException {@code EntityAlreadyExists}, whatever the case of the letters
   */
  @Transactional
  public Role create(
      String account,
      String path,
      String name,
      String trustPolicy,
      @Nullable String description,
      int maxSessionDuration,
      @Nullable String permissionsBoundary,
      Map<String, String> tags) {
    if (roles.taken(account, name)) {
      throw new ServiceException(
          IdentityFault.ENTITY_ALREADY_EXISTS, "Role with name " + name + " already exists.");
    }
    RoleRecord role =
        new RoleRecord(
            "AROA" + Tokens.base32(ID_LENGTH), account, path, name, trustPolicy, clock.instant());
    role.describe(description);
    role.limitSessions(maxSessionDuration);
    role.bound(permissionsBoundary);
    role.tag(tags);
    roles.add(role);
    return role.snapshot();
  }

  /** Makes the role of one of the server's own services. */
  @Transactional
  public Role create(String account, ServiceRole service) {
    RoleRecord role =
        new RoleRecord(
            service.id(account),
            account,
            service.path(),
            service.roleName(),
            service.trustPolicy(),
            clock.instant());
    role.limitSessions(SERVICE_SESSION_SECONDS);
    roles.add(role);
    return role.snapshot();
  }

  @Transactional
  public Optional<Role> find(String account, String name) {
    return roles.named(account, name).map(RoleRecord::snapshot);
  }

  /** The role with this unique id, from this node's cache where it may answer. */
  public Optional<Role> find(String id) {
    return known.find(RoleRecord.subjectOf(id), () -> roles.find(id).map(RoleRecord::snapshot));
  }

  /** At most {@code limit} roles whose path begins so, in the order of their names. */
  @Transactional
  public List<Role> list(String account, String pathPrefix, @Nullable String after, int limit) {
    return roles.list(account, pathPrefix, after, limit).stream()
        .map(RoleRecord::snapshot)
        .toList();
  }

  /** At most {@code limit} of an account's roles with a permissions boundary, by their ids. */
  @Transactional
  public List<Role> boundedBy(String policyArn, String account, @Nullable String after, int limit) {
    return roles.boundedBy(policyArn, account, after, limit).stream()
        .map(RoleRecord::snapshot)
        .toList();
  }

  /** How many of an account's roles have a permissions boundary. */
  @Transactional
  public long countBoundedBy(String policyArn, String account) {
    return roles.countBoundedBy(policyArn, account);
  }

  @Transactional
  public void trust(Role role, String policy) {
    existing(role).trust(policy);
  }

  @Transactional
  public void describe(Role role, @Nullable String description) {
    existing(role).describe(description);
  }

  /**
   * Says how long a role's sessions last at most.
   *
   * @param seconds 3,600 to 43,200
   */
  @Transactional
  public void limitSessions(Role role, int seconds) {
    existing(role).limitSessions(seconds);
  }

  /**
   * Bounds what a role's policies can allow.
   *
   * @param policyArn null for no boundary
   */
  @Transactional
  public void bound(Role role, @Nullable String policyArn) {
    existing(role).bound(policyArn);
  }

  /** Gives a role these tags in the place of all that it had. */
  @Transactional
  public void tag(Role role, Map<String, String> all) {
    existing(role).tag(all);
  }

  /** Deletes a role, and thereby ends its sessions. */
  @Transactional
  public void delete(Role role) {
    roles.remove(existing(role));
  }

  /**
   * Keeps others from changing what belongs to a role, until the transaction ends.
   *
   * @return the role as it is now
   * @throws ServiceException {@code NoSuchEntity} where it has been deleted meanwhile
   */
  @Transactional
  public Role lock(Role role) {
    return roles.lock(role.id()).map(RoleRecord::snapshot).orElseThrow(() -> noSuch(role));
  }

  private RoleRecord existing(Role role) {
    return roles.find(role.id()).orElseThrow(() -> noSuch(role));
  }

  private static ServiceException noSuch(Role role) {
    return new ServiceException(
        IdentityFault.NO_SUCH_ENTITY, "The role with name " + role.name() + " cannot be found.");
  }
}
