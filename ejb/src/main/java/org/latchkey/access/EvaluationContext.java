package org.latchkey.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;

/**
 * One request as statements see it: its action, its resource, who asks under which names, and every
 * condition key, the global ones being read from the {@link Caller}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">IAM
 *     User Guide, AWS global condition context keys</a>
 */
final class EvaluationContext implements ConditionKeys {

  private static final String PRINCIPAL_TAG = "aws:principaltag/";

  private final AuthorizationRequest request;
  private final Caller caller;
  private final Instant now;
  private final Organizations organizations;
  private final String action;
  private final boolean bounded;

  /**
   * @param bounded whether a permissions boundary is set for the caller
   */
  EvaluationContext(AuthorizationRequest request, Surroundings surroundings, boolean bounded) {
    this.request = request;
    this.caller = request.caller();
    this.now = surroundings.now();
    this.organizations = surroundings.organizations();
    this.action = request.action().toLowerCase(Locale.ROOT);
    this.bounded = bounded;
  }

  Caller caller() {
    return caller;
  }

  /** The action in lower case: actions are not case-sensitive. */
  String action() {
    return action;
  }

  String resource() {
    return request.resource();
  }

  boolean bounded() {
    return bounded;
  }

  /**
   * The ARN of the role whose session the caller is; null for other callers. A role's path is not
   * part of its sessions' ARNs, so the session says it.
   */
  @Nullable String roleArn() {
    if (caller.type() != Caller.Type.ROLE_SESSION) {
      return null;
    }
    List<String> given = request.context().find("aws:principalarn");
    if (given != null && given.size() == 1) {
      return given.get(0);
    }
    Caller.Session session = caller.session();
    if (session != null && session.roleArn() != null) {
      return session.roleArn();
    }
    String resource = Arn.parse(caller.principal()).map(Arn::resource).orElse("");
    String[] parts = resource.split("/", 3);
    return parts.length == 3 && parts[0].equals("assumed-role")
        ? Arn.of("iam", "", caller.account(), "role/" + parts[1]).toString()
        : null;
  }

  @Override
  public List<String> values(String key) {
    List<String> given = request.context().find(key);
    if (given != null) {
      return given;
    }
    if (!key.startsWith("aws:")) {
      return List.of();
    }
    if (key.startsWith(PRINCIPAL_TAG)) {
      return principalTag(key.substring(PRINCIPAL_TAG.length()));
    }
    String value = global(key);
    return value == null ? List.of() : List.of(value);
  }

  private List<String> principalTag(String name) {
    return caller.principalTags().entrySet().stream()
        .filter(tag -> tag.getKey().toLowerCase(Locale.ROOT).equals(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  private @Nullable String global(String key) {
    return switch (key) {
      case "aws:currenttime" -> now.toString();
      case "aws:epochtime" -> Long.toString(now.getEpochSecond());
      case "aws:securetransport" -> Boolean.toString(caller.secureTransport());
      case "aws:sourceip" -> caller.sourceIp();
      case "aws:useragent" -> caller.userAgent();
      case "aws:requestedregion" -> caller.region();
      case "aws:resourceaccount" -> request.resourceAccount();
      case "aws:resourceorgid" -> organizationId(request.resourceAccount());
      case "aws:resourceorgpaths" -> organizationPath(request.resourceAccount());
      case "aws:viaawsservice" -> Boolean.toString(caller.viaService() != null);
      case "aws:principalisawsservice" -> Boolean.toString(caller.isService());
      case "aws:multifactorauthpresent" -> mfaPresent();
      case "aws:multifactorauthage" -> mfaAge();
      default -> caller.isService() ? ofService(key) : ofPrincipal(key);
    };
  }

  /** Service principals belong to no account: the account that they act for is the source. */
  private @Nullable String ofService(String key) {
    return switch (key) {
      case "aws:principalservicename", "aws:principalservicenameslist" -> caller.principal();
      case "aws:sourceaccount" -> caller.account();
      case "aws:sourceorgid" -> organizationId(caller.account());
      case "aws:sourceorgpaths" -> organizationPath(caller.account());
      default -> null;
    };
  }

  private @Nullable String ofPrincipal(String key) {
    return switch (key) {
      case "aws:principalarn" -> principalArn();
      case "aws:principalaccount" -> caller.account();
      case "aws:principalorgid" -> organizationId(caller.account());
      case "aws:principalorgpaths" -> organizationPath(caller.account());
      case "aws:principaltype" -> principalType();
      case "aws:userid" -> caller.userId();
      case "aws:username" -> username();
      case "aws:tokenissuetime" -> ofSession(session -> session.createdAt().toString());
      case "aws:sourceidentity" -> ofSession(Caller.Session::sourceIdentity);
      case "aws:federatedprovider" -> ofSession(Caller.Session::federatedProvider);
      default -> null;
    };
  }

  private @Nullable String organizationId(String account) {
    return organizations.of(account).map(Organizations.Membership::organizationId).orElse(null);
  }

  private @Nullable String organizationPath(String account) {
    return organizations.of(account).map(Organizations.Membership::path).orElse(null);
  }

  private @Nullable String ofSession(Function<Caller.Session, @Nullable String> property) {
    Caller.Session session = caller.session();
    return session == null ? null : property.apply(session);
  }

  private String principalArn() {
    String role = roleArn();
    return role == null ? caller.principal() : role;
  }

  private @Nullable String principalType() {
    return switch (caller.type()) {
      case ROOT -> "Account";
      case USER -> "User";
      case ROLE_SESSION -> "AssumedRole";
      case WEB_IDENTITY -> "FederatedUser";
      case SERVICE -> null;
    };
  }

  private @Nullable String username() {
    if (caller.type() != Caller.Type.USER) {
      return null;
    }
    String arn = caller.principal();
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /**
   * Absent for long-term access keys, which cannot show a second factor; present for temporary
   * credentials and the console.
   */
  private @Nullable String mfaPresent() {
    if (caller.isService()) {
      return null;
    }
    if (caller.mfaAuthenticatedAt() != null) {
      return "true";
    }
    String accessKeyId = caller.accessKeyId();
    boolean longTerm = accessKeyId != null && !accessKeyId.startsWith("ASIA");
    return longTerm ? null : "false";
  }

  private @Nullable String mfaAge() {
    Instant shown = caller.mfaAuthenticatedAt();
    return shown == null ? null : Long.toString(Duration.between(shown, now).toSeconds());
  }
}
