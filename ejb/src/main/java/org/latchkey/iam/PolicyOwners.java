package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.latchkey.identity.RoleDirectory;
import org.latchkey.identity.UserDirectory;
import org.latchkey.shared.ServiceException;

/** The users, groups and roles that policies belong to. */
@ApplicationScoped
class PolicyOwners {

  @Inject private UserDirectory users;
  @Inject private Groups groups;
  @Inject private RoleDirectory roles;

  /**
   * Keeps an owner from being deleted, and its policies from being changed by others, until the
   * transaction ends: how many it may have is counted.
   *
   * @throws ServiceException {@code NoSuchEntity} where it has been deleted meanwhile
   */
  void lock(PolicyOwner owner) {
    boolean there =
        switch (owner.kind()) {
          case USER -> users.find(owner.id()).map(users::lock).isPresent();
          case GROUP -> groups.lock(owner.id()).isPresent();
          case ROLE -> roles.find(owner.id()).map(roles::lock).isPresent();
        };
    if (!there) {
      throw AccessCheck.noSuch(owner.kind().word(), owner.name());
    }
  }
}
