package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.ParsedPolicies;
import org.latchkey.access.Permission;
import org.latchkey.access.PermissionSource;
import org.latchkey.access.PolicyDocument;
import org.latchkey.access.PolicyKind;
import org.latchkey.access.PolicyType;
import org.latchkey.authorities.AuthorityPermissionOperations.ActionType;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;

/**
 * Contributes the policy of the authority that a request is about, and what ACM may do with it by
 * itself: by a permission for certificates of the authority's own account; for those of another
 * account, what the policy lets that account do, as the role that ACM has there.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/privateca/latest/APIReference/API_CreatePermission.html">AWS
 *     Private CA API Reference, CreatePermission</a>
 * @see <a href="https://docs.aws.amazon.com/privateca/latest/APIReference/API_PutPolicy.html">AWS
 *     Private CA API Reference, PutPolicy</a>
 */
@ApplicationScoped
class AuthorityPermissions implements PermissionSource {

  private static final int POLICIES = 1_000;

  private final ParsedPolicies parsed = new ParsedPolicies(POLICIES);

  @Inject private ServicePermissions permissions;
  @Inject private Authorizer authorizer;

  @Override
  public List<Permission> permissionsFor(AuthorizationRequest request) {
    Authority authority = request.context().attachment(Authority.class).orElse(null);
    if (authority == null) {
      return List.of();
    }
    List<Permission> found = new ArrayList<>();
    String policy = authority.policy();
    if (policy != null) {
      found.add(
          Permission.policy(
              PolicyType.RESOURCE_POLICY,
              "the certificate authority's policy",
              parsed.parse(policy, PolicyKind.AUTHORITY)));
    }
    if (request.caller().isService()) {
      (request.caller().account().equals(authority.account())
              ? permitted(authority, request.caller())
              : shared(authority, request))
          .ifPresent(found::add);
    }
    return found;
  }

  private Optional<Permission> permitted(Authority authority, Caller service) {
    return permissions
        .find(authority.id(), service.principal(), service.account())
        .map(
            permission ->
                allow(
                    "a permission on the certificate authority",
                    permission.principal(),
                    permission.actions().stream()
                        .map(AuthorityPermissions::actions)
                        .collect(Collectors.joining(", "))));
  }

  /**
   * The policies' actions for a permission's: what issues has to know the authority as well, and
   * can have revoked what it was issued.
   */
  private static String actions(ActionType action) {
    return action == ActionType.IssueCertificate
        ? "\"acm-pca:IssueCertificate\", \"acm-pca:DescribeCertificateAuthority\","
            + " \"acm-pca:RevokeCertificate\""
        : "\"acm-pca:" + action.name() + '"';
  }

  private Optional<Permission> shared(Authority authority, AuthorizationRequest request) {
    Caller service = request.caller();
    String policy = authority.policy();
    if (policy == null || !service.principal().equals(AuthorityPermissionOperations.ACM)) {
      return Optional.empty();
    }
    AuthorizationRequest asAccount =
        new AuthorizationRequest(
            account(service),
            request.action(),
            request.resource(),
            request.resourceAccount(),
            request.context());
    return authorizer.decideUnder(parsed.parse(policy, PolicyKind.AUTHORITY), asAccount).allowed()
        ? Optional.of(
            allow(
                "the certificate authority's policy",
                service.principal(),
                '"' + request.action() + '"'))
        : Optional.empty();
  }

  private static Caller account(Caller service) {
    return new Caller(
        Caller.Type.ROOT,
        service.account(),
        Arn.root(service.account()).toString(),
        service.account(),
        service.region(),
        null,
        service.sourceIp(),
        service.userAgent(),
        service.requestId(),
        service.secureTransport(),
        null,
        service.principalTags(),
        service.principal());
  }

  private Permission allow(String source, String service, String actions) {
    PolicyDocument policy =
        parsed.parse(
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",
              "Principal": {"Service": "%s"}, "Action": [%s]}]}"""
                .formatted(service, actions),
            PolicyKind.AUTHORITY);
    return Permission.policy(PolicyType.RESOURCE_POLICY, source, policy);
  }
}
