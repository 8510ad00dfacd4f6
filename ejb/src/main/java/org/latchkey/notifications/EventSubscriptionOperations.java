package org.latchkey.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.Tokens;
import org.latchkey.mail.OutgoingMail;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** Asking for an account's events by e-mail or webhook, and ending that. */
@ApplicationScoped
@Transactional
@Audited("latchkey")
public class EventSubscriptionOperations {

  /**
   * Whom to tell.
   *
   * @param endpoint an e-mail address, or a URL with {@code https}; {@code http} for this machine
   * @param detailTypes the events to tell of; all of them where not given
   */
  public record SubscribeEventsRequest(
      EventProtocol protocol, String endpoint, @Nullable List<String> detailTypes) {}

  /**
   * A new subscription.
   *
   * @param secret the key that signs what a webhook is sent, shown this once; null for mail
   */
  public record SubscribeEventsResponse(String subscriptionId, @Nullable SecretBytes secret) {}

  public record ListEventSubscriptionsRequest(
      @Nullable Integer maxItems, @Nullable String nextToken) {}

  public record ListEventSubscriptionsResponse(
      List<Subscription> subscriptions, @Nullable String nextToken) {}

  /**
   * A subscription as it stands.
   *
   * @param status whether it is told already; a mail address first has to be confirmed
   * @param problem why the event that is told now was not taken; null where all is well
   */
  public record Subscription(
      String subscriptionId,
      EventProtocol protocol,
      String endpoint,
      List<String> detailTypes,
      Status status,
      @Nullable String problem,
      Instant createdAt) {}

  /** Whether whoever is to be told has agreed to it. */
  public enum Status {
    PENDING_CONFIRMATION,
    CONFIRMED
  }

  public record UnsubscribeEventsRequest(String subscriptionId) {}

  private static final int MOST_SUBSCRIPTIONS = 20;
  private static final int DEFAULT_PAGE = 100;
  private static final int SECRET_LENGTH = 43;
  private static final Pattern ADDRESS = Pattern.compile("[^\\s@,;<>]{1,64}@[A-Za-z0-9.-]{1,253}");
  private static final int HIGHEST_PORT = 65_535;
  private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "[::1]", "localhost");

  @Inject private EventSubscriptions subscriptions;
  @Inject private RootOfTrust rootOfTrust;
  @Inject private OutgoingMail mail;
  @Inject private Authorizer authorizer;
  @Inject private Clock clock;

  /**
   * Has somebody told of the account's events from now on, or from when a mail address has been
   * confirmed on; one that is not within three days is forgotten.
   *
   * @throws ServiceException {@code ValidationException}, {@code LimitExceededException}
   */
  public SubscribeEventsResponse subscribeEvents(Caller caller, SubscribeEventsRequest request) {
    authorize(caller, "latchkey:SubscribeEvents");
    requireEndpoint(request);
    if (subscriptions.of(caller.account(), null, MOST_SUBSCRIPTIONS).size() == MOST_SUBSCRIPTIONS) {
      throw new ServiceException(
          SubscriptionFault.LIMIT_EXCEEDED,
          "An account has at most " + MOST_SUBSCRIPTIONS + " subscriptions.");
    }
    String id = UUID.randomUUID().toString();
    SecretBytes secret =
        request.protocol() == EventProtocol.WEBHOOK ? Tokens.base62Secret(SECRET_LENGTH) : null;
    subscriptions.add(
        new EventSubscription(
            id,
            caller.account(),
            request.protocol(),
            request.endpoint(),
            request.detailTypes() == null ? List.of() : request.detailTypes(),
            secret == null ? null : rootOfTrust.rootKey().wrap(secret, purpose(id)),
            clock.instant()));
    return new SubscribeEventsResponse(id, secret);
  }

  /** What a subscription's secret is bound to. */
  static byte[] purpose(String subscriptionId) {
    return ("latchkey:event-subscription:" + subscriptionId).getBytes(UTF_8);
  }

  /** The subscriptions of the caller's account. */
  public ListEventSubscriptionsResponse listEventSubscriptions(
      Caller caller, ListEventSubscriptionsRequest request) {
    authorize(caller, "latchkey:ListEventSubscriptions");
    int limit = request.maxItems() == null ? DEFAULT_PAGE : request.maxItems();
    Page<EventSubscription> page =
        Page.of(
            subscriptions.of(caller.account(), request.nextToken(), limit + 1),
            limit,
            EventSubscription::id);
    return new ListEventSubscriptionsResponse(
        page.map(EventSubscriptionOperations::describe).items(), page.nextMarker());
  }

  /**
   * Ends a subscription; what it has not been told is forgotten.
   *
   * @throws ServiceException {@code ResourceNotFoundException}
   */
  public void unsubscribeEvents(Caller caller, UnsubscribeEventsRequest request) {
    authorize(caller, "latchkey:UnsubscribeEvents");
    EventSubscription subscription =
        subscriptions
            .lock(request.subscriptionId())
            .filter(found -> found.account().equals(caller.account()))
            .orElseThrow(
                () ->
                    new ServiceException(
                        SubscriptionFault.RESOURCE_NOT_FOUND,
                        "There is no subscription " + request.subscriptionId() + "."));
    subscriptions.remove(subscription);
  }

  private static Subscription describe(EventSubscription subscription) {
    return new Subscription(
        subscription.id(),
        subscription.protocol(),
        subscription.endpoint(),
        subscription.detailTypes(),
        subscription.isConfirmed() ? Status.CONFIRMED : Status.PENDING_CONFIRMATION,
        subscription.problem(),
        subscription.createdAt());
  }

  private void requireEndpoint(SubscribeEventsRequest request) {
    if (request.protocol() == EventProtocol.WEBHOOK) {
      requireUrl(request.endpoint(), Webhooks.innerAllowed());
      return;
    }
    if (!mail.isConfigured()) {
      throw invalid("No server is configured to send mail through.");
    }
    if (!ADDRESS.matcher(request.endpoint()).matches()) {
      throw invalid("Endpoint must be an e-mail address.");
    }
  }

  /**
   * A URL holds no login.
   *
   * @param plain whether plain HTTP may be used, which stays within this machine
   */
  static void requireUrl(String endpoint, boolean plain) {
    URI url;
    try {
      url = URI.create(endpoint);
    } catch (IllegalArgumentException none) {
      throw invalid("Endpoint must be a URL.");
    }
    boolean usable =
        url.getHost() != null
            && url.getUserInfo() == null
            && url.getFragment() == null
            && (url.getPort() == -1 || (url.getPort() > 0 && url.getPort() <= HIGHEST_PORT))
            && ("https".equals(url.getScheme())
                || (plain
                    && "http".equals(url.getScheme())
                    && THIS_MACHINE.contains(url.getHost())));
    if (!usable) {
      throw invalid("Endpoint must be a URL that begins with https:, without a login.");
    }
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(CommonFault.VALIDATION, message);
  }

  private void authorize(Caller caller, String action) {
    authorizer.authorize(AuthorizationRequest.onAccount(caller, action, RequestContext.empty()));
  }
}
