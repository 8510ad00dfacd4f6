package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** Finds certificates by their ARN and asks whether the caller may act on them. */
@ApplicationScoped
class CertificateAccess {

  private static final String PREFIX = "certificate/";

  private static final Pattern ID = Pattern.compile("certificate/[0-9a-f-]{36}");

  @Inject private Certificates certificates;
  @Inject private Authorizer authorizer;

  /** Lets the caller do {@code action}, which is about no certificate in particular. */
  void authorizeAccount(Caller caller, String action) {
    authorizer.authorize(AuthorizationRequest.onAccount(caller, action, RequestContext.empty()));
  }

  /**
   * Lets the caller do {@code action}, which makes a certificate, and give it these tags.
   *
   * @param context what else policies may ask about
   * @throws ServiceException {@code AccessDeniedException}
   */
  void authorizeNew(
      Caller caller, String action, Map<String, String> tags, RequestContext.Builder context) {
    Arn any = Arn.of("acm", caller.region(), caller.account(), "certificate/*");
    RequestContext known = context.requestTags(tags).build();
    authorizer.authorize(AuthorizationRequest.on(any, caller, action, known));
    if (!tags.isEmpty()) {
      authorizer.authorize(AuthorizationRequest.on(any, caller, "acm:AddTagsToCertificate", known));
    }
  }

  /**
   * The certificate, once the caller may export it, kept from changing until the transaction ends.
   *
   * @throws ServiceException as {@link #authorized}
   */
  Certificate authorizedToExport(Caller caller, String arn) {
    RequestContext.Builder context = RequestContext.builder();
    context.lazily("acm:DomainNames", () -> domainNames(caller, parse(arn)));
    return authorizedAndLocked(caller, arn, "acm:ExportCertificate", context);
  }

  private List<String> domainNames(Caller caller, Arn arn) {
    return certificates
        .find(arn.resource().substring(PREFIX.length()))
        .filter(found -> found.arn().equals(arn) && arn.account().equals(caller.account()))
        .map(
            found -> {
              Set<String> names = new LinkedHashSet<>(found.alternativeNames());
              if (found.domainName() != null) {
                names.add(found.domainName());
              }
              return List.copyOf(names);
            })
        .orElse(List.of());
  }

  /**
   * The certificate, once the caller may do {@code action} with it.
   *
   * @throws ServiceException {@code InvalidArnException}, {@code ResourceNotFoundException}, {@code
   *     AccessDeniedException}
   */
  Certificate authorized(Caller caller, String arn, String action) {
    return authorized(caller, arn, action, false, RequestContext.builder());
  }

  /** The same, kept from changing until the transaction ends. */
  Certificate authorizedAndLocked(Caller caller, String arn, String action) {
    return authorized(caller, arn, action, true, RequestContext.builder());
  }

  /** The same, with what else policies may ask about. */
  Certificate authorizedAndLocked(
      Caller caller, String arn, String action, RequestContext.Builder context) {
    return authorized(caller, arn, action, true, context);
  }

  private Certificate authorized(
      Caller caller, String text, String action, boolean lock, RequestContext.Builder context) {
    Arn arn = parse(text);
    boolean own = arn.account().equals(caller.account()) && arn.region().equals(caller.region());
    String id = arn.resource().substring(PREFIX.length());
    context.resourceTags(
        () -> own ? certificates.find(id).map(Certificate::tags).orElse(Map.of()) : Map.of());
    authorize(caller, arn, action, context);
    Optional<Certificate> found =
        own ? (lock ? certificates.lock(id) : certificates.find(id)) : Optional.empty();
    Certificate certificate =
        found.filter(each -> each.arn().equals(arn)).orElseThrow(() -> notFound(arn));
    if (lock) {
      // whoever held the lock may have changed the tags that policies ask about
      authorize(caller, arn, action, context.resourceTags(certificate::tags));
    }
    return certificate;
  }

  private void authorize(Caller caller, Arn arn, String action, RequestContext.Builder context) {
    authorizer.authorize(
        new AuthorizationRequest(
            caller, action, arn.toString(), caller.account(), context.build()));
  }

  static ServiceException notFound(Arn arn) {
    return new ServiceException(
        CertificateFault.RESOURCE_NOT_FOUND, "Could not find certificate " + arn + ".");
  }

  private static Arn parse(String text) {
    return Arn.parse(text)
        .filter(arn -> arn.partition().equals(Arn.PARTITION) && arn.service().equals("acm"))
        .filter(arn -> ID.matcher(arn.resource()).matches())
        .orElseThrow(
            () ->
                new ServiceException(
                    CertificateFault.INVALID_ARN,
                    "The value " + text + " is not the ARN of a certificate."));
  }
}
