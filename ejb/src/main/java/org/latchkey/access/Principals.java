package org.latchkey.access;

import java.util.List;
import java.util.Set;
import org.latchkey.shared.Caller;

/**
 * The value of a Principal or NotPrincipal element.
 *
 * @param everyone whether it is {@code *}
 * @param accounts account ids, whether written so or as the root's ARN
 * @param arns users, roles and sessions
 * @param ids unique ids of users and roles, such as {@code AROA…}, which AWS shows in place of the
 *     ARN of what has been deleted
 * @param services service principals
 * @param federated identity providers
 * @param canonicalUsers canonical user ids, which name nobody here
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">IAM
 *     User Guide, Principal</a>
 */
record Principals(
    boolean everyone,
    Set<String> accounts,
    Set<String> arns,
    Set<String> ids,
    Set<String> services,
    Set<String> federated,
    Set<String> canonicalUsers) {

  Principals {
    accounts = Set.copyOf(accounts);
    arns = Set.copyOf(arns);
    ids = Set.copyOf(ids);
    services = Set.copyOf(services);
    federated = Set.copyOf(federated);
    canonicalUsers = Set.copyOf(canonicalUsers);
  }

  /**
   * How these principals name the caller.
   *
   * <p>An Allow for everyone reaches neither services nor whom an identity provider vouches for:
   * what they may do is named for them.
   */
  PrincipalMatch match(EvaluationContext context, Effect effect) {
    Caller caller = context.caller();
    if (caller.isService()) {
      boolean named = services.contains(caller.principal());
      return named || (everyone && effect == Effect.DENY)
          ? PrincipalMatch.SELF
          : PrincipalMatch.NONE;
    }
    if (caller.type() == Caller.Type.WEB_IDENTITY) {
      boolean named = isFederated(context) || (everyone && effect == Effect.DENY);
      return named ? PrincipalMatch.SELF : PrincipalMatch.NONE;
    }
    if (everyone || namesItself(context)) {
      return PrincipalMatch.SELF;
    }
    String role = context.roleArn();
    if (role != null && (arns.contains(role) || ids.contains(beforeColon(caller.userId())))) {
      return PrincipalMatch.ROLE;
    }
    if (accounts.contains(caller.account())) {
      return caller.isRoot() ? PrincipalMatch.SELF : PrincipalMatch.ACCOUNT;
    }
    return PrincipalMatch.NONE;
  }

  /**
   * Whether these principals, as NotPrincipal, except the caller: by its own most exact name, a
   * session by the session's. An account's entry excepts its root user alone, and a caller with a
   * permissions boundary is never excepted.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html">IAM
   *     User Guide, NotPrincipal, "Key points"</a>
   */
  boolean except(EvaluationContext context) {
    Caller caller = context.caller();
    if (caller.isService()) {
      return services.contains(caller.principal());
    }
    if (caller.isRoot()) {
      return accounts.contains(caller.account());
    }
    return !context.bounded() && namesItself(context);
  }

  private boolean namesItself(EvaluationContext context) {
    Caller caller = context.caller();
    if (arns.contains(caller.principal()) || ids.contains(caller.userId())) {
      return true;
    }
    return isFederated(context);
  }

  private boolean isFederated(EvaluationContext context) {
    if (federated.isEmpty()) {
      return false;
    }
    List<String> provider = context.values("aws:federatedprovider");
    return provider.size() == 1 && federated.contains(provider.get(0));
  }

  private static String beforeColon(String userId) {
    int colon = userId.indexOf(':');
    return colon < 0 ? userId : userId.substring(0, colon);
  }
}
