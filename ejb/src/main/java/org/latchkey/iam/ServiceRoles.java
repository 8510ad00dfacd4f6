package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.Role;
import org.latchkey.identity.RoleDirectory;
import org.latchkey.shared.ServiceException;
import org.latchkey.shared.ServiceRole;

/** The roles of the server's own services, as accounts have them. */
@ApplicationScoped
@Transactional
public class ServiceRoles {

  /** Managed policies of these roles, and of no others. */
  private static final String POLICIES = "arn:aws:iam::aws:policy" + ServiceRole.PATH;

  @Inject private RoleDirectory roles;
  @Inject private Policies policies;

  /** Gives a new account one of each. */
  public void addTo(String account) {
    for (ServiceRole each : ServiceRole.values()) {
      Role role = roles.create(account, each);
      policies.add(new PolicyAttachment(PolicyOwner.of(role), each.policyArn()));
    }
  }

  /**
   * Refuses to change what belongs to a service.
   *
   * @throws ServiceException {@code UnmodifiableEntity}
   */
  static void requireModifiable(Role role) {
    if (role.path().startsWith(ServiceRole.PATH)) {
      throw new ServiceException(
          IdentityFault.UNMODIFIABLE_ENTITY,
          "Cannot perform the operation on the protected role '"
              + role.name()
              + "' - this role is only modifiable by AWS");
    }
  }

  /**
   * Refuses to make what would look like a service's.
   *
   * @throws ServiceException {@code InvalidInput}
   */
  static void requireFreePath(String path) {
    if (path.startsWith(ServiceRole.PATH)) {
      throw new ServiceException(
          IdentityFault.INVALID_INPUT,
          "The path " + ServiceRole.PATH + " is reserved for service-linked roles.");
    }
  }

  /**
   * Refuses to give somebody what is for a service.
   *
   * @throws ServiceException {@code PolicyNotAttachable}
   */
  static void requireAttachable(String policyArn) {
    if (policyArn.startsWith(POLICIES)) {
      throw new ServiceException(
          IdentityFault.POLICY_NOT_ATTACHABLE,
          "Cannot attach a Service Role Policy to a Customer Role.");
    }
  }
}
