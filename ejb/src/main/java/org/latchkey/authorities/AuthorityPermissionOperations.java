package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/**
 * What ACM may do with an authority by itself: without it, certificates of the authority's account
 * are not renewed.
 */
@ApplicationScoped
@Transactional
@Audited("acm-pca.amazonaws.com")
public class AuthorityPermissionOperations {

  /** What can be permitted. The names are the wire's. */
  public enum ActionType {
    IssueCertificate,
    GetCertificate,
    ListPermissions
  }

  public record CreatePermissionRequest(
      String certificateAuthorityArn,
      String principal,
      @Nullable String sourceAccount,
      List<ActionType> actions) {}

  public record DeletePermissionRequest(
      String certificateAuthorityArn, String principal, @Nullable String sourceAccount) {}

  public record ListPermissionsRequest(
      @Nullable Integer maxResults, @Nullable String nextToken, String certificateAuthorityArn) {}

  public record ListPermissionsResponse(@Nullable String nextToken, List<Permission> permissions) {}

  public record Permission(
      String certificateAuthorityArn,
      Instant createdAt,
      String principal,
      String sourceAccount,
      List<ActionType> actions,
      @Nullable String policy) {}

  static final String ACM = "acm.amazonaws.com";

  /** What its page tokens are for. */
  private static final String LIST = "permissions";

  private static final Set<AuthorityStatus> NOT_DELETED =
      EnumSet.complementOf(EnumSet.of(AuthorityStatus.DELETED));

  @Inject private AuthorityAccess access;
  @Inject private ServicePermissions permissions;
  @Inject private Clock clock;

  /**
   * Lets ACM use an authority for certificates of the authority's own account.
   *
   * @throws ServiceException {@code PermissionAlreadyExistsException}, {@code
   *     InvalidStateException}; {@code ValidationException} for another principal than {@code
   *     acm.amazonaws.com} and another account than the authority's
   */
  public void createPermission(Caller caller, CreatePermissionRequest request) {
    Authority authority =
        access.authorizedToChange(caller, request.certificateAuthorityArn(), "CreatePermission");
    Instant now = clock.instant();
    authority.require(NOT_DELETED, now);
    requireAcm(request.principal());
    String account = sourceAccount(authority, request.sourceAccount());
    if (permissions.find(authority.id(), request.principal(), account).isPresent()) {
      throw new ServiceException(
          AuthorityFault.PERMISSION_ALREADY_EXISTS,
          "There is a permission for " + request.principal() + " already.");
    }
    permissions.add(
        new AuthorityPermission(
            authority.id(), request.principal(), account, request.actions(), now));
  }

  /**
   * Takes a permission back. It counts from the next request on.
   *
   * @throws ServiceException {@code ResourceNotFoundException}, {@code InvalidStateException}
   */
  public void deletePermission(Caller caller, DeletePermissionRequest request) {
    Authority authority =
        access.authorizedToChange(caller, request.certificateAuthorityArn(), "DeletePermission");
    authority.require(NOT_DELETED, clock.instant());
    String account = sourceAccount(authority, request.sourceAccount());
    permissions.remove(
        permissions
            .find(authority.id(), request.principal(), account)
            .orElseThrow(
                () ->
                    new ServiceException(
                        AuthorityFault.RESOURCE_NOT_FOUND,
                        "There is no permission for " + request.principal() + ".")));
  }

  /**
   * The permissions on an authority.
   *
   * @throws ServiceException {@code InvalidNextTokenException}, {@code InvalidStateException}
   */
  public ListPermissionsResponse listPermissions(Caller caller, ListPermissionsRequest request) {
    Authority authority =
        access.authorized(caller, request.certificateAuthorityArn(), "ListPermissions");
    authority.require(NOT_DELETED, clock.instant());
    int limit = PageTokens.size(request.maxResults());
    Page<AuthorityPermission> page =
        Page.of(
            permissions.list(authority.id(), PageTokens.read(LIST, request.nextToken()), limit + 1),
            limit,
            permission -> PageTokens.write(LIST, permission.principal()));
    return new ListPermissionsResponse(
        page.nextMarker(), page.map(each -> describe(authority, each)).items());
  }

  private static Permission describe(Authority authority, AuthorityPermission permission) {
    return new Permission(
        authority.arn().toString(),
        permission.createdAt(),
        permission.principal(),
        permission.sourceAccount(),
        permission.actions(),
        null);
  }

  private static void requireAcm(String principal) {
    if (!principal.equals(ACM)) {
      throw new ServiceException(
          CommonFault.VALIDATION, "The only principal that can be given a permission is " + ACM);
    }
  }

  private static String sourceAccount(Authority authority, @Nullable String asked) {
    if (asked != null && !asked.equals(authority.account())) {
      throw new ServiceException(
          CommonFault.VALIDATION, "SourceAccount must be the certificate authority's account.");
    }
    return authority.account();
  }
}
