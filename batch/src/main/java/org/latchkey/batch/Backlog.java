package org.latchkey.batch;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import org.latchkey.associations.AssociationChecks;
import org.latchkey.audit.TrailArchive;
import org.latchkey.audit.TrailDigests;
import org.latchkey.authorities.DueAnswers;
import org.latchkey.authorities.DueAuthorityDeletions;
import org.latchkey.authorities.DueRevocationLists;
import org.latchkey.certificates.CertificateRenewals;
import org.latchkey.certificates.ExpiryEvents;
import org.latchkey.certificates.PrivateKeyReencryption;
import org.latchkey.certificates.ReencryptionReports;
import org.latchkey.keys.DueDeletions;
import org.latchkey.keys.DueExpiries;
import org.latchkey.keys.DueRotations;

/** Tells whether a job has anything to do. A session bean, as an EJB module must have one. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Backlog {

  @Inject private CertificateRenewals renewals;
  @Inject private PrivateKeyReencryption reencryption;
  @Inject private ReencryptionReports reports;
  @Inject private DueRotations rotations;
  @Inject private DueDeletions deletions;
  @Inject private DueExpiries expiries;
  @Inject private ExpiryEvents expiryEvents;
  @Inject private TrailArchive archive;
  @Inject private TrailDigests digests;
  @Inject private DueRevocationLists lists;
  @Inject private DueAnswers answers;
  @Inject private DueAuthorityDeletions authorities;
  @Inject private AssociationChecks checks;
  @Inject private Clock clock;

  /** Whether at least one item waits for {@code job} now. */
  public boolean waitsFor(Job job) {
    return switch (job) {
      case RENEW_CERTIFICATES -> !renewals.due(clock.instant(), null, 1).isEmpty();
      case REENCRYPT_PRIVATE_KEYS -> reencryption.isWaiting() || reports.isWaiting();
      case ROTATE_KEYS -> !rotations.due(clock.instant(), null, 1).isEmpty();
      case DELETE_KEYS -> !deletions.due(clock.instant(), null, 1).isEmpty();
      case EXPIRE_IMPORTED_KEYS -> !expiries.due(clock.instant(), null, 1).isEmpty();
      case EXPIRY_EVENTS -> !expiryEvents.due(clock.instant(), null, 1).isEmpty();
      case ARCHIVE_AUDIT -> !archive.due().isEmpty();
      case AUDIT_DIGESTS -> digests.isDue();
      case PUBLISH_CRLS -> !lists.due(clock.instant(), null, 1).isEmpty();
      case SIGN_OCSP_ANSWERS -> !answers.due(clock.instant(), null, 1).isEmpty();
      case DELETE_AUTHORITIES -> !authorities.due(clock.instant(), null, 1).isEmpty();
      case CHECK_ASSOCIATIONS -> !checks.due(clock.instant(), null, 1).isEmpty();
    };
  }

  /** Whether somebody waits for {@code job}, so that it is not to wait for its turn. */
  public boolean isAskedFor(Job job) {
    return job == Job.REENCRYPT_PRIVATE_KEYS && reencryption.isAsked();
  }
}
