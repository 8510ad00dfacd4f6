package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** Switching authorities off and on, deleting them, and taking that back. */
@ApplicationScoped
@Transactional
@Audited("acm-pca.amazonaws.com")
public class AuthorityLifeOperations {

  public record UpdateCertificateAuthorityRequest(
      String certificateAuthorityArn,
      @Nullable RevocationConfiguration revocationConfiguration,
      @Nullable AuthorityStatus status) {}

  public record DeleteCertificateAuthorityRequest(
      String certificateAuthorityArn, @Nullable Integer permanentDeletionTimeInDays) {}

  public record RestoreCertificateAuthorityRequest(String certificateAuthorityArn) {}

  private static final int LONGEST_DELETION = 30;

  private static final Set<AuthorityStatus> UPDATABLE =
      EnumSet.of(AuthorityStatus.ACTIVE, AuthorityStatus.DISABLED);

  private static final Set<AuthorityStatus> DELETABLE =
      EnumSet.of(
          AuthorityStatus.CREATING,
          AuthorityStatus.PENDING_CERTIFICATE,
          AuthorityStatus.DISABLED,
          AuthorityStatus.EXPIRED,
          AuthorityStatus.FAILED);

  @Inject private AuthorityAccess access;
  @Inject private RevocationLists lists;
  @Inject private Clock clock;

  /**
   * Switches an authority that has its certificate off or on, and says how it tells of revocation.
   *
   * @throws ServiceException {@code InvalidArgsException}, {@code InvalidStateException}
   */
  public void updateCertificateAuthority(Caller caller, UpdateCertificateAuthorityRequest request) {
    Authority authority =
        access.authorizedToChange(
            caller, request.certificateAuthorityArn(), "UpdateCertificateAuthority");
    AuthorityStatus status = request.status();
    RevocationConfiguration revocation = request.revocationConfiguration();
    if (status == null && revocation == null) {
      throw new ServiceException(
          AuthorityFault.INVALID_ARGS, "Neither Status nor RevocationConfiguration is given.");
    }
    if (status != null && !UPDATABLE.contains(status)) {
      throw new ServiceException(
          AuthorityFault.INVALID_ARGS, "The status can be set to ACTIVE and DISABLED alone.");
    }
    Instant now = clock.instant();
    authority.require(UPDATABLE, now);
    if (status != null) {
      authority.enable(status == AuthorityStatus.ACTIVE, now);
    }
    if (revocation != null) {
      revocation.requireValid();
      authority.configureRevocation(revocation, now);
    }
    lists.prepare(authority, now);
  }

  /**
   * Deletes an authority that is not active. It can be restored for 7 to 30 days, 30 where the
   * request does not say; then the authority, what it has issued and its key are gone for good.
   *
   * @throws ServiceException {@code InvalidStateException}
   */
  public void deleteCertificateAuthority(Caller caller, DeleteCertificateAuthorityRequest request) {
    Authority authority =
        access.authorizedToChange(
            caller, request.certificateAuthorityArn(), "DeleteCertificateAuthority");
    Instant now = clock.instant();
    authority.require(DELETABLE, now);
    Integer days = request.permanentDeletionTimeInDays();
    authority.delete(now.plus(Duration.ofDays(days == null ? LONGEST_DELETION : days)), now);
  }

  /**
   * Gives a deleted authority the status back that it had.
   *
   * @throws ServiceException {@code InvalidStateException} where it is not deleted, {@code
   *     ResourceNotFoundException} where its time has passed
   */
  public void restoreCertificateAuthority(
      Caller caller, RestoreCertificateAuthorityRequest request) {
    Authority authority =
        access.authorizedToChange(
            caller, request.certificateAuthorityArn(), "RestoreCertificateAuthority");
    Instant now = clock.instant();
    authority.require(EnumSet.of(AuthorityStatus.DELETED), now);
    authority.restore(now);
    // no list was made meanwhile
    lists.prepare(authority, now);
  }
}
