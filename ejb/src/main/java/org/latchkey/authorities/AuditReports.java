package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.latchkey.authorities.AuditReportPart.AuditReportPartId;

/** The reports of authorities, and what goes into them. */
@ApplicationScoped
class AuditReports {

  @Inject private EntityManager entities;

  void add(AuditReport report) {
    entities.persist(report);
  }

  /** Writes a part down, and lets go of what was read for it. */
  void add(AuditReportPart part) {
    entities.persist(part);
    entities.flush();
    entities.detach(part);
  }

  Optional<AuditReport> find(String id) {
    return Optional.ofNullable(entities.find(AuditReport.class, id));
  }

  /** A report, which nobody else changes now. */
  Optional<AuditReport> lock(String id) {
    return Optional.ofNullable(
        entities.find(AuditReport.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  boolean isUnderWay(String authorityId) {
    return !entities
        .createQuery(
            "select r.id from AuditReport r where r.authorityId = :authorityId"
                + " and r.dueAt is not null",
            String.class)
        .setParameter("authorityId", authorityId)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  /** The reports that are to be gone on with, those that have waited longest first. */
  List<String> due(Instant now, int limit) {
    return entities
        .createQuery(
            "select r.id from AuditReport r where r.dueAt <= :now order by r.dueAt", String.class)
        .setParameter("now", now)
        .setMaxResults(limit)
        .getResultList();
  }

  Optional<AuditReportPart> part(String reportId, int position) {
    return Optional.ofNullable(
        entities.find(AuditReportPart.class, new AuditReportPartId(reportId, position)));
  }

  /** At most {@code limit} certificates of an authority, by their serial numbers. */
  List<IssuedCertificate> issued(String authorityId, String after, int limit) {
    List<IssuedCertificate> page =
        entities
            .createQuery(
                "select c from IssuedCertificate c where c.authorityId = :authorityId"
                    + " and c.serial > :after order by c.serial",
                IssuedCertificate.class)
            .setParameter("authorityId", authorityId)
            .setParameter("after", after)
            .setMaxResults(limit)
            .getResultList();
    page.forEach(entities::detach);
    return page;
  }
}
