package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.identity.AccessKeyDirectory;
import org.latchkey.identity.Identities;
import org.latchkey.identity.User;
import org.latchkey.identity.UserDirectory;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** Registering integrated services. */
@ApplicationScoped
@Transactional
@Audited("latchkey")
public class ServiceOperations {

  public record RegisterServiceRequest(
      String name, @Nullable String contextKey, String resourceArnPattern) {}

  /** A new service with its credentials, which are shown this once. */
  public record RegisterServiceResponse(
      String serviceArn,
      String accessKeyId,
      SecretBytes secretAccessKey,
      String brokerLogin,
      SecretBytes brokerPassword,
      String deliveryQueue,
      String replyQueue) {}

  public record ListServicesRequest(@Nullable Integer maxItems, @Nullable String nextToken) {}

  public record ListServicesResponse(List<Service> services, @Nullable String nextToken) {}

  public record Service(
      String name,
      String serviceArn,
      String brokerLogin,
      String contextKey,
      String resourceArnPattern,
      String deliveryQueue,
      String replyQueue,
      Instant createdAt) {}

  private static final int DEFAULT_PAGE = 100;
  private static final String PATH = "/service/";

  @Inject private Associations associations;
  @Inject private Identities identities;
  @Inject private UserDirectory users;
  @Inject private AccessKeyDirectory accessKeys;
  @Inject private Authorizer authorizer;
  @Inject private Clock clock;

  /**
   * Makes a service in the caller's account, with an access key and a login for the broker.
   *
   * @throws ServiceException {@code ResourceAlreadyExistsException}, {@code ValidationException}
   */
  public RegisterServiceResponse registerService(Caller caller, RegisterServiceRequest request) {
    authorize(caller, "latchkey:RegisterService");
    requireOwnPattern(caller, request.resourceArnPattern());
    String contextKey =
        request.contextKey() == null ? "aws:" + request.name() + ":arn" : request.contextKey();
    if (contextKey.equals("aws:acm:arn")) {
      throw new ServiceException(
          CommonFault.VALIDATION, "ContextKey cannot be aws:acm:arn: it names the certificate.");
    }
    if (associations.service(caller.account(), request.name()).isPresent()) {
      throw new ServiceException(
          AssociationFault.RESOURCE_ALREADY_EXISTS,
          "The service " + request.name() + " is registered already.");
    }
    User user = users.create(caller.account(), PATH, request.name(), null, Map.of());
    AccessKeyDirectory.NewAccessKey accessKey = accessKeys.create(user);
    Identities.NewServiceLogin login = identities.createServiceLogin(user.userId());
    IntegratedService service =
        new IntegratedService(
            user.userId(),
            caller.account(),
            request.name(),
            user.arn(),
            login.userName(),
            contextKey,
            request.resourceArnPattern(),
            clock.instant());
    associations.add(service);
    associations.flush();
    return new RegisterServiceResponse(
        user.arn(),
        accessKey.accessKeyId(),
        accessKey.secret(),
        login.userName(),
        login.password(),
        service.deliveryQueue(),
        service.replyQueue());
  }

  /** The services of the caller's account, by name. */
  public ListServicesResponse listServices(Caller caller, ListServicesRequest request) {
    authorize(caller, "latchkey:ListServices");
    int limit = request.maxItems() == null ? DEFAULT_PAGE : request.maxItems();
    Page<IntegratedService> page =
        Page.of(
            associations.services(caller.account(), request.nextToken(), limit + 1),
            limit,
            IntegratedService::name);
    return new ListServicesResponse(
        page.map(ServiceOperations::describe).items(), page.nextMarker());
  }

  private static Service describe(IntegratedService service) {
    return new Service(
        service.name(),
        service.arn(),
        service.login(),
        service.contextKey(),
        service.resourceArns(),
        service.deliveryQueue(),
        service.replyQueue(),
        service.createdAt());
  }

  private void authorize(Caller caller, String action) {
    authorizer.authorize(AuthorizationRequest.onAccount(caller, action, RequestContext.empty()));
  }

  private static void requireOwnPattern(Caller caller, String pattern) {
    boolean own =
        Arn.parse(pattern).map(arn -> arn.account().equals(caller.account())).orElse(false);
    if (!own) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "ResourceArnPattern must be an ARN with your account's id, "
              + caller.account()
              + "; * and ? may stand in its other parts.");
    }
  }
}
