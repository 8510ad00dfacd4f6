package org.latchkey.findings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** Looking at what was found in the caller's account, in all Regions. */
@ApplicationScoped
@Transactional
@Audited("latchkey")
public class FindingOperations {

  public record ListFindingsRequest(@Nullable Integer maxItems, @Nullable String nextToken) {}

  /**
   * Something found.
   *
   * @param member where in the request, for example {@code tags[0].tagValue}
   * @param resource the ARN of what the call was about; null where it names none
   */
  public record FindingDescription(
      String findingId,
      SensitiveKind kind,
      String member,
      @Nullable String resource,
      String region,
      String eventSource,
      String eventName,
      String eventId,
      Instant foundAt) {}

  public record ListFindingsResponse(
      List<FindingDescription> findings, @Nullable String nextToken) {

    public ListFindingsResponse {
      findings = List.copyOf(findings);
    }
  }

  private static final int DEFAULT_ITEMS = 100;

  @Inject private Findings findings;
  @Inject private Authorizer authorizer;

  /** The findings of the caller's account, the newest first. */
  public ListFindingsResponse listFindings(Caller caller, ListFindingsRequest request) {
    authorizer.authorize(
        AuthorizationRequest.onAccount(caller, "latchkey:ListFindings", RequestContext.empty()));
    int limit = request.maxItems() == null ? DEFAULT_ITEMS : request.maxItems();
    Finding after = null;
    if (request.nextToken() != null) {
      after = findings.find(request.nextToken());
      if (after == null) {
        throw new ServiceException(CommonFault.VALIDATION, "NextToken is not one of this list.");
      }
    }
    Page<Finding> page =
        Page.of(findings.list(caller.account(), after, limit + 1), limit, Finding::id);
    return new ListFindingsResponse(
        page.map(FindingOperations::describe).items(), page.nextMarker());
  }

  private static FindingDescription describe(Finding finding) {
    return new FindingDescription(
        finding.id(),
        finding.kind(),
        finding.member(),
        finding.resource(),
        finding.region(),
        finding.eventSource(),
        finding.eventName(),
        finding.eventId(),
        finding.foundAt());
  }
}
