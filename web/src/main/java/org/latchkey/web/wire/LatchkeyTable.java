package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.latchkey.associations.AssociationOperations;
import org.latchkey.associations.AssociationOperations.ListAssociationsRequest;
import org.latchkey.associations.AssociationOperations.ListAssociationsResponse;
import org.latchkey.associations.AssociationOperations.RepairAssociationRequest;
import org.latchkey.associations.AssociationOperations.RepairAssociationResponse;
import org.latchkey.associations.ServiceOperations;
import org.latchkey.associations.ServiceOperations.ListServicesRequest;
import org.latchkey.associations.ServiceOperations.ListServicesResponse;
import org.latchkey.associations.ServiceOperations.RegisterServiceRequest;
import org.latchkey.associations.ServiceOperations.RegisterServiceResponse;
import org.latchkey.authorities.AuditReportOperations;
import org.latchkey.authorities.AuditReportOperations.GetAuditReportRequest;
import org.latchkey.authorities.AuditReportOperations.GetAuditReportResponse;
import org.latchkey.certificates.ReencryptionOperations;
import org.latchkey.certificates.ReencryptionOperations.DescribeReencryptionRequest;
import org.latchkey.certificates.ReencryptionOperations.ListReencryptionOutcomesRequest;
import org.latchkey.certificates.ReencryptionOperations.ListReencryptionOutcomesResponse;
import org.latchkey.certificates.ReencryptionOperations.ListReencryptionsRequest;
import org.latchkey.certificates.ReencryptionOperations.ListReencryptionsResponse;
import org.latchkey.certificates.ReencryptionOperations.PauseReencryptionRequest;
import org.latchkey.certificates.ReencryptionOperations.ReencryptionDescription;
import org.latchkey.certificates.ReencryptionOperations.ResumeReencryptionRequest;
import org.latchkey.certificates.ReencryptionOperations.StartReencryptionRequest;
import org.latchkey.certificates.ReencryptionOperations.StartReencryptionResponse;
import org.latchkey.findings.FindingOperations;
import org.latchkey.findings.FindingOperations.ListFindingsRequest;
import org.latchkey.findings.FindingOperations.ListFindingsResponse;
import org.latchkey.notifications.EventSubscriptionOperations;
import org.latchkey.notifications.EventSubscriptionOperations.ListEventSubscriptionsRequest;
import org.latchkey.notifications.EventSubscriptionOperations.ListEventSubscriptionsResponse;
import org.latchkey.notifications.EventSubscriptionOperations.SubscribeEventsRequest;
import org.latchkey.notifications.EventSubscriptionOperations.SubscribeEventsResponse;
import org.latchkey.notifications.EventSubscriptionOperations.UnsubscribeEventsRequest;
import org.latchkey.web.jobs.JobOperations;
import org.latchkey.web.jobs.JobOperations.DescribeJobRequest;
import org.latchkey.web.jobs.JobOperations.JobDescription;
import org.latchkey.web.jobs.JobOperations.ListJobsRequest;
import org.latchkey.web.jobs.JobOperations.ListJobsResponse;
import org.latchkey.web.jobs.JobOperations.StartJobRequest;
import org.latchkey.web.jobs.JobOperations.StartJobResponse;
import org.latchkey.web.jobs.ReencryptionStarts;

/** Latchkey's own management operations, one line an operation. */
@Dependent
class LatchkeyTable implements ServiceTable {

  private final AssociationOperations associations;
  private final ServiceOperations services;
  private final JobOperations jobs;
  private final ReencryptionOperations reencryptions;
  private final ReencryptionStarts reencryptionStarts;
  private final FindingOperations findings;
  private final AuditReportOperations auditReports;
  private final EventSubscriptionOperations subscriptions;

  @Inject
  LatchkeyTable(
      AssociationOperations associations,
      ServiceOperations services,
      JobOperations jobs,
      ReencryptionOperations reencryptions,
      ReencryptionStarts reencryptionStarts,
      FindingOperations findings,
      AuditReportOperations auditReports,
      EventSubscriptionOperations subscriptions) {
    this.associations = associations;
    this.services = services;
    this.jobs = jobs;
    this.reencryptions = reencryptions;
    this.reencryptionStarts = reencryptionStarts;
    this.findings = findings;
    this.auditReports = auditReports;
    this.subscriptions = subscriptions;
  }

  @Override
  public OperationTable table() {
    return OperationTable.of("latchkey")
        .on(
            "RegisterService",
            RegisterServiceRequest.class,
            RegisterServiceResponse.class,
            services::registerService)
        .on(
            "ListServices",
            ListServicesRequest.class,
            ListServicesResponse.class,
            services::listServices)
        .on(
            "ListAssociations",
            ListAssociationsRequest.class,
            ListAssociationsResponse.class,
            associations::listAssociations)
        .on(
            "RepairAssociation",
            RepairAssociationRequest.class,
            RepairAssociationResponse.class,
            associations::repairAssociation)
        .on("StartJob", StartJobRequest.class, StartJobResponse.class, jobs::startJob)
        .on("DescribeJob", DescribeJobRequest.class, JobDescription.class, jobs::describeJob)
        .on("ListJobs", ListJobsRequest.class, ListJobsResponse.class, jobs::listJobs)
        .on(
            "StartReencryption",
            StartReencryptionRequest.class,
            StartReencryptionResponse.class,
            reencryptionStarts::start)
        .on(
            "DescribeReencryption",
            DescribeReencryptionRequest.class,
            ReencryptionDescription.class,
            reencryptions::describeReencryption)
        .on(
            "PauseReencryption",
            PauseReencryptionRequest.class,
            ReencryptionDescription.class,
            reencryptions::pauseReencryption)
        .on(
            "ResumeReencryption",
            ResumeReencryptionRequest.class,
            ReencryptionDescription.class,
            reencryptionStarts::resume)
        .on(
            "ListReencryptions",
            ListReencryptionsRequest.class,
            ListReencryptionsResponse.class,
            reencryptions::listReencryptions)
        .on(
            "ListReencryptionOutcomes",
            ListReencryptionOutcomesRequest.class,
            ListReencryptionOutcomesResponse.class,
            reencryptions::listReencryptionOutcomes)
        .on(
            "ListFindings",
            ListFindingsRequest.class,
            ListFindingsResponse.class,
            findings::listFindings)
        .on(
            "SubscribeEvents",
            SubscribeEventsRequest.class,
            SubscribeEventsResponse.class,
            subscriptions::subscribeEvents)
        .on(
            "ListEventSubscriptions",
            ListEventSubscriptionsRequest.class,
            ListEventSubscriptionsResponse.class,
            subscriptions::listEventSubscriptions)
        .on("UnsubscribeEvents", UnsubscribeEventsRequest.class, subscriptions::unsubscribeEvents)
        .on(
            "GetAuditReport",
            GetAuditReportRequest.class,
            GetAuditReportResponse.class,
            auditReports::getAuditReport);
  }
}
