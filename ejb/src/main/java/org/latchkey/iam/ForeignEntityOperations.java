package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * Lists of what belongs to services that are not here, such as EC2's instance profiles and
 * CodeCommit's SSH keys. Nothing of the kind can be made, so they are empty; tools ask for them
 * before they delete a user or a role.
 */
@ApplicationScoped
@Transactional
@Audited("iam.amazonaws.com")
public class ForeignEntityOperations {

  /** What there is none of. */
  public record ForeignEntity() {}

  public record ListInstanceProfilesRequest(
      @Nullable String pathPrefix, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListInstanceProfilesResponse(
      List<ForeignEntity> instanceProfiles, boolean isTruncated) {}

  public record ListInstanceProfilesForRoleRequest(
      String roleName, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListInstanceProfilesForRoleResponse(
      List<ForeignEntity> instanceProfiles, boolean isTruncated) {}

  public record ListServerCertificatesRequest(
      @Nullable String pathPrefix, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListServerCertificatesResponse(
      List<ForeignEntity> serverCertificateMetadataList, boolean isTruncated) {}

  public record ListSigningCertificatesRequest(
      @Nullable String userName, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListSigningCertificatesResponse(
      List<ForeignEntity> certificates, boolean isTruncated) {}

  public record ListSSHPublicKeysRequest(
      @Nullable String userName, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListSSHPublicKeysResponse(List<ForeignEntity> sshPublicKeys, boolean isTruncated) {}

  public record ListServiceSpecificCredentialsRequest(
      @Nullable String userName,
      @Nullable String serviceName,
      @Nullable Boolean allUsers,
      @Nullable String marker,
      @Nullable Integer maxItems) {}

  public record ListServiceSpecificCredentialsResponse(
      List<ForeignEntity> serviceSpecificCredentials, boolean isTruncated) {}

  public record ListAccountAliasesRequest(@Nullable String marker, @Nullable Integer maxItems) {}

  public record ListAccountAliasesResponse(List<String> accountAliases, boolean isTruncated) {}

  public record ListSAMLProvidersRequest() {}

  public record ListSAMLProvidersResponse(List<ForeignEntity> samlProviderList) {}

  @Inject private AccessCheck access;

  /** The instance profiles of an account. */
  public ListInstanceProfilesResponse listInstanceProfiles(
      Caller caller, ListInstanceProfilesRequest request) {
    String prefix = UserOperations.path(request.pathPrefix());
    access.authorize(
        caller, "iam:ListInstanceProfiles", AccessCheck.arn(caller, "instance-profile" + prefix));
    requireOwnMarker(request.marker());
    return new ListInstanceProfilesResponse(List.of(), false);
  }

  /**
   * The instance profiles that a role is in.
   *
   * @throws ServiceException {@code NoSuchEntity}
   */
  public ListInstanceProfilesForRoleResponse listInstanceProfilesForRole(
      Caller caller, ListInstanceProfilesForRoleRequest request) {
    var unused = access.role(caller, "iam:ListInstanceProfilesForRole", request.roleName());
    requireOwnMarker(request.marker());
    return new ListInstanceProfilesForRoleResponse(List.of(), false);
  }

  /** The certificates that IAM keeps for load balancers: here they are in ACM. */
  public ListServerCertificatesResponse listServerCertificates(
      Caller caller, ListServerCertificatesRequest request) {
    access.authorizeAccount(caller, "iam:ListServerCertificates");
    requireOwnMarker(request.marker());
    return new ListServerCertificatesResponse(List.of(), false);
  }

  /**
   * The certificates of a user, or of the caller itself, for SOAP requests.
   *
   * @throws ServiceException {@code NoSuchEntity}
   */
  public ListSigningCertificatesResponse listSigningCertificates(
      Caller caller, ListSigningCertificatesRequest request) {
    var unused = access.userOrSelf(caller, "iam:ListSigningCertificates", request.userName());
    requireOwnMarker(request.marker());
    return new ListSigningCertificatesResponse(List.of(), false);
  }

  /**
   * The SSH keys of a user, or of the caller itself, for CodeCommit.
   *
   * @throws ServiceException {@code NoSuchEntity}
   */
  public ListSSHPublicKeysResponse listSSHPublicKeys(
      Caller caller, ListSSHPublicKeysRequest request) {
    var unused = access.userOrSelf(caller, "iam:ListSSHPublicKeys", request.userName());
    requireOwnMarker(request.marker());
    return new ListSSHPublicKeysResponse(List.of(), false);
  }

  /**
   * The credentials of a user, of the caller itself or of all users, for CodeCommit and Keyspaces.
   *
   * @throws ServiceException {@code NoSuchEntity}
   */
  public ListServiceSpecificCredentialsResponse listServiceSpecificCredentials(
      Caller caller, ListServiceSpecificCredentialsRequest request) {
    String action = "iam:ListServiceSpecificCredentials";
    if (Boolean.TRUE.equals(request.allUsers())) {
      access.authorize(caller, action, AccessCheck.arn(caller, "user/*"));
    } else {
      var unused = access.userOrSelf(caller, action, request.userName());
    }
    requireOwnMarker(request.marker());
    return new ListServiceSpecificCredentialsResponse(List.of(), false);
  }

  /** The name that stands for an account in AWS's sign-in address. */
  public ListAccountAliasesResponse listAccountAliases(
      Caller caller, ListAccountAliasesRequest request) {
    access.authorizeAccount(caller, "iam:ListAccountAliases");
    requireOwnMarker(request.marker());
    return new ListAccountAliasesResponse(List.of(), false);
  }

  /** The SAML providers of an account. */
  public ListSAMLProvidersResponse listSAMLProviders(
      Caller caller, ListSAMLProvidersRequest request) {
    access.authorizeAccount(caller, "iam:ListSAMLProviders");
    return new ListSAMLProvidersResponse(List.of());
  }

  private static void requireOwnMarker(@Nullable String marker) {
    var unused = Paging.of(marker, null);
  }
}
