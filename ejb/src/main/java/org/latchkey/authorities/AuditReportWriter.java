package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.latchkey.authorities.AuditReportOperations.AuditReportStatus;

/**
 * Writes audit reports, a part in a transaction: what has been written of one is there for whoever
 * goes on with it.
 */
@ApplicationScoped
@Transactional
class AuditReportWriter {

  private static final int PAGE = 500;

  /** A part ends after so many characters. */
  private static final int PART = 200_000;

  @Inject private AuditReports reports;
  @Inject private Authorities authorities;
  @Inject private Clock clock;

  /** The oldest reports of which a part is to be written, at most {@code limit}. */
  List<String> due(int limit) {
    return reports.due(clock.instant(), limit);
  }

  /** Writes the next part of a report, if it has one to come; whether there are more. */
  boolean goOn(String id) {
    Optional<AuditReport> report =
        reports.lock(id).filter(found -> found.status() == AuditReportStatus.CREATING);
    report.ifPresent(this::writePart);
    return report.filter(found -> found.status() == AuditReportStatus.CREATING).isPresent();
  }

  /** Has a report whose next part could not be written tried again. */
  void stumble(String id) {
    reports
        .lock(id)
        .filter(found -> found.status() == AuditReportStatus.CREATING)
        .ifPresent(report -> report.stumble(clock.instant()));
  }

  /** Writes the next part of a report that nobody else writes at. */
  void writePart(AuditReport report) {
    Authority authority = authorities.find(report.authorityId()).orElseThrow();
    boolean first = report.parts() == 0;
    String last = report.lastSerial();
    AuditReportText text = new AuditReportText(report.format(), authority.arn(), !last.isEmpty());
    StringBuilder part = new StringBuilder(first ? text.begin() : "");
    List<IssuedCertificate> page;
    do {
      page = reports.issued(report.authorityId(), last, PAGE);
      for (IssuedCertificate certificate : page) {
        part.append(text.line(certificate));
        last = certificate.serial();
      }
    } while (page.size() == PAGE && part.length() < PART);
    boolean complete = page.size() < PAGE;
    if (complete) {
      part.append(text.end());
    }
    reports.add(new AuditReportPart(report.id(), report.parts(), part.toString()));
    report.wrotePart(last);
    if (complete) {
      report.succeed();
    }
  }
}
