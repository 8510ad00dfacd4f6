package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.latchkey.access.Organizations;
import org.latchkey.crypto.Digests;
import org.latchkey.identity.AccountDirectory;

/**
 * The organization of an account: the one that its management account stands for. There are no
 * organizational units, so that every account is right below the root.
 */
@ApplicationScoped
class AccountOrganizations implements Organizations {

  private static final int ORGANIZATION_ID_LENGTH = 10;
  private static final int ROOT_ID_LENGTH = 4;

  @Inject private AccountDirectory accounts;

  @Override
  public Optional<Membership> of(String account) {
    return accounts
        .find(account)
        .map(found -> found.managementAccount() == null ? account : found.managementAccount())
        .map(AccountOrganizations::membership);
  }

  /** An organization is its management account's, so that its id follows from that account's. */
  static String organizationId(String management) {
    return "o-" + digest("organization/" + management, ORGANIZATION_ID_LENGTH);
  }

  /** The id of the organization's root, the parent of all its accounts. */
  static String rootId(String management) {
    return "r-" + digest("root/" + management, ROOT_ID_LENGTH);
  }

  private static Membership membership(String management) {
    String id = organizationId(management);
    return new Membership(id, id + "/" + rootId(management) + "/");
  }

  private static String digest(String of, int length) {
    return Digests.sha256hex(of).substring(0, length);
  }
}
