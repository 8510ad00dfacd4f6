package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.certificates.CertificateUse;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** Associating certificates with the resources of integrated services, and ending that. */
@ApplicationScoped
@Transactional
@Audited("latchkey")
public class AssociationOperations {

  /**
   * A certificate to be put to use.
   *
   * @param service the service's name, which must be the caller's
   */
  public record AssociateCertificateRequest(
      String certificateArn, String resourceArn, String service) {}

  public record AssociateCertificateResponse(String associationId, String grantId) {}

  public record DisassociateCertificateRequest(
      String certificateArn, String resourceArn, String service) {}

  public record DisassociateCertificateResponse(String associationId, String grantId) {}

  /**
   * Which associations to show.
   *
   * @param status {@code BROKEN} for those that the last check found broken; null for all
   */
  public record ListAssociationsRequest(
      @Nullable String certificateArn,
      @Nullable AssociationStatus status,
      @Nullable Integer maxItems,
      @Nullable String nextToken) {}

  public record ListAssociationsResponse(
      List<AssociationDescription> associations, @Nullable String nextToken) {}

  /**
   * An association as it stands.
   *
   * @param status as it is at this moment
   * @param cause why it is broken; null where it is not
   * @param state which of the revisions the service says it uses
   * @param deliveredAt when it was sent the last one
   * @param formerGrantUntil until when what was encrypted under a former key stays usable; null
   *     where nothing is
   * @param confirmedRevision the newest that the service says it uses; 0 where it says nothing
   * @param problem why the service does not use what it was sent last, where it says so
   */
  public record AssociationDescription(
      String associationId,
      String certificateArn,
      String resourceArn,
      String service,
      String grantId,
      AssociationStatus status,
      @Nullable BrokenCause cause,
      ConfirmationState state,
      int deliveredRevision,
      @Nullable Instant deliveredAt,
      int confirmedRevision,
      @Nullable String problem,
      @Nullable Instant formerGrantUntil,
      Instant createdAt) {}

  /**
   * What a service says of what it was sent.
   *
   * @param problem why it does not use it; null where it does
   */
  public record ConfirmCertificateRequest(
      String certificateArn,
      String resourceArn,
      String service,
      int revision,
      @Nullable String problem) {}

  public record RepairAssociationRequest(String certificateArn, String resourceArn) {}

  public record RepairAssociationResponse(String associationId, String grantId) {}

  private static final int DEFAULT_PAGE = 100;
  private static final int MOST_ASSOCIATIONS = 5_000;

  @Inject private Associations associations;
  @Inject private CertificateUse certificates;
  @Inject private ServiceGrants grants;
  @Inject private Deliveries deliveries;
  @Inject private AssociationHealth health;
  @Inject private Authorizer authorizer;
  @Inject private Clock clock;

  /**
   * Puts a certificate to use on a resource: makes a grant for the service, and sends it the
   * certificate. Asked again, it changes nothing and sends the certificate again.
   *
   * @throws ServiceException {@code AccessDeniedException}, {@code ResourceNotFoundException},
   *     {@code InvalidStateException}, {@code LimitExceededException}
   */
  public AssociateCertificateResponse associateCertificate(
      Caller caller, AssociateCertificateRequest request) {
    IntegratedService service = service(caller, request.service());
    Arn resource = ownResource(service, request.resourceArn());
    CertificateUse.InUse certificate =
        certificate(caller, request.certificateArn(), "latchkey:AssociateCertificate");
    Association existing = associations.find(certificate.id(), resource.toString()).orElse(null);
    if (existing != null) {
      requireSameService(existing, service);
      deliveries.deliver(existing);
      return new AssociateCertificateResponse(existing.id(), existing.grantId());
    }
    if (!certificate.usable()) {
      throw new ServiceException(
          AssociationFault.INVALID_STATE, certificate.arn() + " is not issued.");
    }
    if (certificate.inUse() >= MOST_ASSOCIATIONS) {
      throw new ServiceException(
          AssociationFault.LIMIT_EXCEEDED,
          certificate.arn() + " has " + MOST_ASSOCIATIONS + " associations already.");
    }
    Association association = associate(service, resource, certificate);
    return new AssociateCertificateResponse(association.id(), association.grantId());
  }

  /**
   * Ends a certificate's use on a resource, and retires the grant.
   *
   * @throws ServiceException {@code AccessDeniedException}, {@code ResourceNotFoundException}
   */
  public DisassociateCertificateResponse disassociateCertificate(
      Caller caller, DisassociateCertificateRequest request) {
    IntegratedService service = service(caller, request.service());
    Arn resource = ownResource(service, request.resourceArn());
    CertificateUse.InUse certificate =
        certificate(caller, request.certificateArn(), "latchkey:DisassociateCertificate");
    Association association =
        associations
            .find(certificate.id(), resource.toString())
            .orElseThrow(
                () ->
                    new ServiceException(
                        AssociationFault.RESOURCE_NOT_FOUND,
                        certificate.arn() + " is not associated with " + resource + "."));
    requireSameService(association, service);
    grants.retire(association);
    associations.remove(association);
    certificates.disassociated(certificate.id());
    deliveries.withdraw(association);
    return new DisassociateCertificateResponse(association.id(), association.grantId());
  }

  /**
   * Notes that a service uses a revision that it was sent, or why it does not.
   *
   * @throws ServiceException {@code AccessDeniedException}, {@code ResourceNotFoundException}
   */
  public void confirmCertificate(Caller caller, ConfirmCertificateRequest request) {
    IntegratedService service = service(caller, request.service());
    Arn resource = ownResource(service, request.resourceArn());
    CertificateUse.InUse certificate =
        certificate(caller, request.certificateArn(), "latchkey:ConfirmCertificate");
    Association association =
        associations
            .find(certificate.id(), resource.toString())
            .orElseThrow(
                () ->
                    new ServiceException(
                        AssociationFault.RESOURCE_NOT_FOUND,
                        certificate.arn() + " is not associated with " + resource + "."));
    requireSameService(association, service);
    String problem = request.problem();
    if (problem == null) {
      association.confirmed(request.revision());
      endFormerGrants(certificate.id());
    } else {
      association.refused(request.revision(), problem);
    }
  }

  /** Once all services of a certificate use what they were sent last, what was before ends. */
  private void endFormerGrants(String certificateId) {
    List<Association> all = associations.of(certificateId);
    if (all.stream().allMatch(Association::isConfirmed)) {
      all.forEach(grants::retireFormer);
    }
  }

  /** The associations of the caller's account, by id. */
  public ListAssociationsResponse listAssociations(Caller caller, ListAssociationsRequest request) {
    authorizer.authorize(
        AuthorizationRequest.onAccount(
            caller, "latchkey:ListAssociations", RequestContext.empty()));
    int limit = request.maxItems() == null ? DEFAULT_PAGE : request.maxItems();
    Page<Association> page =
        Page.of(
            associations.list(
                caller.account(),
                request.certificateArn(),
                request.status() == AssociationStatus.BROKEN,
                request.nextToken(),
                limit + 1),
            limit,
            Association::id);
    Map<String, BrokenCause> causes = health.causes(page.items());
    return new ListAssociationsResponse(
        page.map(each -> describe(each, causes.get(each.id()))).items(), page.nextMarker());
  }

  /**
   * Makes a new grant for an association whose grant was taken away, and sends the certificate
   * again.
   *
   * @throws ServiceException {@code ResourceNotFoundException}; {@code InvalidStateException} where
   *     the key cannot be used: that has to be mended first
   */
  public RepairAssociationResponse repairAssociation(
      Caller caller, RepairAssociationRequest request) {
    CertificateUse.InUse certificate =
        certificate(caller, request.certificateArn(), "latchkey:RepairAssociation");
    Association association =
        associations
            .find(certificate.id(), request.resourceArn())
            .orElseThrow(
                () ->
                    new ServiceException(
                        AssociationFault.RESOURCE_NOT_FOUND,
                        certificate.arn()
                            + " is not associated with "
                            + request.resourceArn()
                            + "."));
    Arn key = certificates.key(association.certificate());
    if (certificates.condition(key) != CertificateUse.KeyCondition.USABLE) {
      throw new ServiceException(
          AssociationFault.INVALID_STATE,
          "The key " + key + " cannot be used: enable it, or cancel its deletion, first.");
    }
    if (association.keyArn().equals(key.toString()) && !grants.stands(association)) {
      association.regrant(grants.make(association));
    }
    deliveries.deliver(association);
    association.checked(null, clock.instant().plus(AssociationChecks.INTERVAL));
    return new RepairAssociationResponse(association.id(), association.grantId());
  }

  private Association associate(
      IntegratedService service, Arn resource, CertificateUse.InUse certificate) {
    Association association =
        new Association(
            UUID.randomUUID().toString(),
            certificate.id(),
            certificate.arn(),
            service,
            resource,
            "",
            certificates.key(certificate.arn()),
            clock.instant());
    association.regrant(grants.make(association));
    associations.add(association);
    certificates.associated(certificate.id());
    deliveries.announce(association);
    deliveries.deliver(association);
    return association;
  }

  private static AssociationDescription describe(
      Association association, @Nullable BrokenCause cause) {
    return new AssociationDescription(
        association.id(),
        association.certificate().toString(),
        association.resource().toString(),
        association.service().name(),
        association.grantId(),
        cause == null ? AssociationStatus.ACTIVE : AssociationStatus.BROKEN,
        cause,
        association.state(),
        association.deliveredRevision(),
        association.deliveredAt(),
        association.confirmedRevision(),
        association.problem(),
        association.formerUntil(),
        association.createdAt());
  }

  private IntegratedService service(Caller caller, String name) {
    return associations
        .serviceOfUser(caller.userId())
        .filter(service -> service.name().equals(name))
        .orElseThrow(
            () ->
                denied(
                    caller.principal()
                        + " is not the service "
                        + name
                        + " and cannot speak for it."));
  }

  private static Arn ownResource(IntegratedService service, String resourceArn) {
    return Arn.parse(resourceArn)
        .filter(service::owns)
        .orElseThrow(
            () ->
                denied(
                    "The service "
                        + service.name()
                        + " may not speak for "
                        + resourceArn
                        + ": its resources are "
                        + service.resourceArns()
                        + "."));
  }

  private CertificateUse.InUse certificate(Caller caller, String certificateArn, String action) {
    Arn arn =
        Arn.parse(certificateArn)
            .filter(parsed -> parsed.service().equals("acm"))
            .filter(parsed -> parsed.resource().startsWith("certificate/"))
            .orElseThrow(() -> notFound(certificateArn));
    if (!arn.account().equals(caller.account())) {
      throw denied(certificateArn + " belongs to another account.");
    }
    authorizer.authorize(AuthorizationRequest.on(arn, caller, action, RequestContext.empty()));
    return certificates.lock(arn).orElseThrow(() -> notFound(certificateArn));
  }

  private static void requireSameService(Association association, IntegratedService service) {
    if (!association.service().userId().equals(service.userId())) {
      throw denied(association.resource() + " is another service's.");
    }
  }

  private static ServiceException denied(String message) {
    return new ServiceException(CommonFault.ACCESS_DENIED, message);
  }

  private static ServiceException notFound(String certificateArn) {
    return new ServiceException(
        AssociationFault.RESOURCE_NOT_FOUND, "Could not find certificate " + certificateArn + ".");
  }
}
