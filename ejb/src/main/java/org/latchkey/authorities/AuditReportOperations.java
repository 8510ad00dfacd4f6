package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * Reports of what an authority has issued and revoked. They are kept in the database, under the
 * name that AWS would give the file in the bucket, and fetched by {@code GetAuditReport}.
 */
@ApplicationScoped
@Transactional
@Audited("acm-pca.amazonaws.com")
public class AuditReportOperations {

  /** The forms of a report. */
  public enum AuditReportResponseFormat {
    JSON,
    CSV
  }

  /** Where a report is in its making. */
  public enum AuditReportStatus {
    CREATING,
    SUCCESS,
    FAILED
  }

  public record CreateCertificateAuthorityAuditReportRequest(
      String certificateAuthorityArn,
      String s3BucketName,
      AuditReportResponseFormat auditReportResponseFormat) {}

  public record CreateCertificateAuthorityAuditReportResponse(String auditReportId, String s3Key) {}

  public record DescribeCertificateAuthorityAuditReportRequest(
      String certificateAuthorityArn, String auditReportId) {}

  public record DescribeCertificateAuthorityAuditReportResponse(
      AuditReportStatus auditReportStatus, String s3BucketName, String s3Key, Instant createdAt) {}

  public record GetAuditReportRequest(
      String certificateAuthorityArn, String auditReportId, @Nullable String nextToken) {}

  public record GetAuditReportResponse(String content, @Nullable String nextToken) {}

  /** What its page tokens are for. */
  private static final String LIST = "reports";

  private static final Set<AuthorityStatus> REPORTS =
      EnumSet.of(AuthorityStatus.ACTIVE, AuthorityStatus.DISABLED);

  @Inject private AuthorityAccess access;
  @Inject private AuditReports reports;
  @Inject private AuditReportWriter writer;
  @Inject private Clock clock;

  /**
   * Makes a report; one of some hundred certificates is complete when this returns, a longer one
   * later.
   *
   * @throws ServiceException {@code InvalidStateException}, {@code RequestInProgressException}
   *     while another one of the same authority is being made
   */
  public CreateCertificateAuthorityAuditReportResponse createCertificateAuthorityAuditReport(
      Caller caller, CreateCertificateAuthorityAuditReportRequest request) {
    Authority authority =
        access.authorized(
            caller, request.certificateAuthorityArn(), "CreateCertificateAuthorityAuditReport");
    Instant now = clock.instant();
    authority.require(REPORTS, now);
    if (reports.isUnderWay(authority.id())) {
      throw new ServiceException(
          AuthorityFault.REQUEST_IN_PROGRESS, "A report of this authority is still being made.");
    }
    AuditReport report =
        new AuditReport(
            UUID.randomUUID().toString(),
            authority.id(),
            request.s3BucketName(),
            request.auditReportResponseFormat(),
            now);
    reports.add(report);
    writer.writePart(report);
    return new CreateCertificateAuthorityAuditReportResponse(report.id(), report.s3Key());
  }

  /**
   * Where a report is.
   *
   * @throws ServiceException {@code ResourceNotFoundException}
   */
  public DescribeCertificateAuthorityAuditReportResponse describeCertificateAuthorityAuditReport(
      Caller caller, DescribeCertificateAuthorityAuditReportRequest request) {
    AuditReport report =
        find(
            caller,
            request.certificateAuthorityArn(),
            request.auditReportId(),
            "DescribeCertificateAuthorityAuditReport");
    return new DescribeCertificateAuthorityAuditReportResponse(
        report.status(), report.bucket(), report.s3Key(), report.createdAt());
  }

  /**
   * A report's text, some hundred kilobytes a call; the permission is that of {@code
   * DescribeCertificateAuthorityAuditReport}.
   *
   * @throws ServiceException {@code ResourceNotFoundException}, {@code InvalidNextTokenException},
   *     {@code RequestInProgressException} while the report is being made, {@code
   *     RequestFailedException} where it could not be
   */
  public GetAuditReportResponse getAuditReport(Caller caller, GetAuditReportRequest request) {
    AuditReport report =
        find(
            caller,
            request.certificateAuthorityArn(),
            request.auditReportId(),
            "DescribeCertificateAuthorityAuditReport");
    requireComplete(report);
    int position = position(request.nextToken());
    AuditReportPart part =
        reports
            .part(report.id(), position)
            .orElseThrow(
                () ->
                    new ServiceException(
                        AuthorityFault.INVALID_NEXT_TOKEN, "The report has no such part."));
    return new GetAuditReportResponse(
        part.content(),
        position + 1 < report.parts()
            ? PageTokens.write(LIST, String.valueOf(position + 1))
            : null);
  }

  private static void requireComplete(AuditReport report) {
    switch (report.status()) {
      case CREATING ->
          throw new ServiceException(
              AuthorityFault.REQUEST_IN_PROGRESS, "The report is still being made.");
      case FAILED ->
          throw new ServiceException(
              AuthorityFault.REQUEST_FAILED, "The report could not be made. Ask for another.");
      case SUCCESS -> {}
    }
  }

  private static int position(@Nullable String token) {
    try {
      return token == null ? 0 : Integer.parseInt(PageTokens.read(LIST, token));
    } catch (NumberFormatException malformed) {
      throw new ServiceException(
          AuthorityFault.INVALID_NEXT_TOKEN,
          "The token is not one that this operation has returned.");
    }
  }

  private AuditReport find(Caller caller, String arn, String id, String action) {
    Authority authority = access.authorized(caller, arn, action);
    return reports
        .find(id)
        .filter(report -> report.authorityId().equals(authority.id()))
        .orElseThrow(
            () ->
                new ServiceException(
                    AuthorityFault.RESOURCE_NOT_FOUND, "Could not find audit report " + id));
  }
}
