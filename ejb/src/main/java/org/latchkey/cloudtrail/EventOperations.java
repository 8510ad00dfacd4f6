package org.latchkey.cloudtrail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.cloudtrail.IndexedEvents.Lookup;
import org.latchkey.cloudtrail.IndexedEvents.Place;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** Looking up what has been done in an account and Region. */
@ApplicationScoped
@Transactional
@Audited("cloudtrail.amazonaws.com")
public class EventOperations {

  /** What an event must have; the value is compared exactly. */
  public record LookupAttribute(String attributeKey, String attributeValue) {}

  public record LookupEventsRequest(
      @Nullable List<LookupAttribute> lookupAttributes,
      @Nullable Instant startTime,
      @Nullable Instant endTime,
      @Nullable String eventCategory,
      @Nullable Integer maxResults,
      @Nullable String nextToken) {}

  public record EventResource(@Nullable String resourceType, String resourceName) {}

  public record Event(
      String eventId,
      @Nullable String eventName,
      String readOnly,
      @Nullable String accessKeyId,
      Instant eventTime,
      @Nullable String eventSource,
      @Nullable String username,
      List<EventResource> resources,
      String cloudTrailEvent) {

    public Event {
      resources = List.copyOf(resources);
    }
  }

  public record LookupEventsResponse(List<Event> events, @Nullable String nextToken) {

    public LookupEventsResponse {
      events = List.copyOf(events);
    }
  }

  private static final int MOST_RESULTS = 50;
  private static final String INSIGHT = "insight";

  @Inject private IndexedEvents events;
  @Inject private Authorizer authorizer;
  @Inject private Clock clock;

  /**
   * Events of the caller's account and Region within the last 90 days, the newest first.
   *
   * @throws ServiceException {@code InvalidLookupAttributesException} for more than one attribute
   *     or one that there is not, {@code InvalidEventCategoryException}, {@code
   *     InvalidTimeRangeException}, {@code InvalidMaxResultsException} where it is not from 1 to
   *     50, {@code InvalidNextTokenException}
   */
  public LookupEventsResponse lookupEvents(Caller caller, LookupEventsRequest request) {
    authorizer.authorize(
        AuthorizationRequest.onAccount(caller, "cloudtrail:LookupEvents", RequestContext.empty()));
    int limit = limit(request.maxResults());
    Lookup lookup = lookup(caller, request);
    Place after = null;
    if (request.nextToken() != null) {
      NextToken token = NextToken.parse(request.nextToken(), lookup);
      lookup = token.lookup();
      after = token.after();
    }
    if (request.eventCategory() != null) {
      if (!request.eventCategory().equals(INSIGHT)) {
        throw new ServiceException(
            CloudTrailFault.INVALID_EVENT_CATEGORY, "The one event category is insight.");
      }
      // the one category that can be asked for is insight events, and there are none
      return new LookupEventsResponse(List.of(), null);
    }
    List<RecordedEvent> found = events.find(lookup, after, limit + 1);
    List<RecordedEvent> page = found.subList(0, Math.min(limit, found.size()));
    String next =
        found.size() > limit ? new NextToken(lookup, place(page.get(limit - 1))).toString() : null;
    return new LookupEventsResponse(page.stream().map(RecordedEvent::event).toList(), next);
  }

  private static Place place(RecordedEvent event) {
    return new Place(event.time(), event.eventId());
  }

  private Lookup lookup(Caller caller, LookupEventsRequest request) {
    List<LookupAttribute> attributes =
        request.lookupAttributes() == null ? List.of() : request.lookupAttributes();
    if (attributes.size() > 1) {
      throw new ServiceException(
          CloudTrailFault.INVALID_LOOKUP_ATTRIBUTES, "Only one lookup attribute can be given.");
    }
    Instant now = clock.instant();
    Instant oldest = now.minus(TrailIndex.HISTORY);
    Instant from = request.startTime() == null ? oldest : request.startTime();
    Instant to = request.endTime() == null ? now : request.endTime();
    if (from.isAfter(to)) {
      throw new ServiceException(
          CloudTrailFault.INVALID_TIME_RANGE, "StartTime must not be after EndTime.");
    }
    return new Lookup(
        caller.account(),
        caller.region(),
        attributes.isEmpty() ? LookupAttributeKey.Any : key(attributes.get(0)),
        attributes.isEmpty() ? "" : RecordedEvent.stored(attributes.get(0).attributeValue()),
        from.isBefore(oldest) ? oldest : from,
        to.isAfter(now) ? now : to);
  }

  private static LookupAttributeKey key(LookupAttribute attribute) {
    return LookupAttributeKey.named(attribute.attributeKey())
        .orElseThrow(
            () ->
                new ServiceException(
                    CloudTrailFault.INVALID_LOOKUP_ATTRIBUTES,
                    "Events cannot be looked up by that attribute."));
  }

  private static int limit(@Nullable Integer asked) {
    int limit = asked == null ? MOST_RESULTS : asked;
    if (limit < 1 || limit > MOST_RESULTS) {
      throw new ServiceException(
          CloudTrailFault.INVALID_MAX_RESULTS,
          "MaxResults must be from 1 to " + MOST_RESULTS + ".");
    }
    return limit;
  }
}
