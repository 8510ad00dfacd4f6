package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.tests.RootUser.Service;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.CloudTrailException;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.InvalidEventCategoryException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidLookupAttributesException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidMaxResultsException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudtrail.model.InvalidTimeRangeException;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsResponse;

/** CloudTrail's LookupEvents by the AWS SDK and the {@code aws} command line. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LookupEventsIT {
  private static final int CALLS = 5;

  @TempDir private Path folder;

  private LatchkeyServer server;
  private RootUser root;
  private CloudTrailClient cloudTrail;
  private String keyArn;

  @BeforeAll
  void callKms(LatchkeyServer shared) {
    server = shared;
    root = new RootUser(shared);
    cloudTrail =
        client(LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY, Region.US_EAST_1);
    keyArn = root.kms().createKey().keyMetadata().arn();
    for (int i = 0; i < CALLS; i++) {
      root.kms().enableKeyRotation(request -> request.keyId(keyArn));
    }
    awaitCalls("EnableKeyRotation", CALLS);
  }

  @AfterAll
  void close() {
    cloudTrail.close();
    root.close();
  }

  private CloudTrailClient client(String accessKeyId, String secret, Region region) {
    return CloudTrailClient.builder()
        .endpointOverride(server.endpoint())
        .region(region)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private void awaitCalls(String name, int count) {
    Await.until(
        name + " can be looked up",
        () -> ofKey().stream().filter(event -> event.eventName().equals(name)).count() == count);
  }

  private static LookupAttribute by(LookupAttributeKey key, String value) {
    return LookupAttribute.builder().attributeKey(key).attributeValue(value).build();
  }

  private List<Event> ofKey() {
    return all(by(LookupAttributeKey.RESOURCE_NAME, keyArn));
  }

  private List<Event> all(LookupAttribute attribute) {
    return cloudTrail
        .lookupEventsPaginator(request -> request.lookupAttributes(attribute).maxResults(3))
        .events()
        .stream()
        .toList();
  }

  private List<Event> first(LookupAttribute attribute) {
    return cloudTrail.lookupEvents(request -> request.lookupAttributes(attribute)).events();
  }

  @Test
  void eventsOfAKey_areEachThereOnceNewestFirst() {
    List<Event> events = ofKey();

    assertThat(events).extracting(Event::eventName).contains("CreateKey");
    assertThat(events).extracting(Event::eventId).doesNotHaveDuplicates();
    assertThat(events)
        .filteredOn(event -> event.eventName().equals("EnableKeyRotation"))
        .hasSize(CALLS);
    List<Instant> times = events.stream().map(Event::eventTime).toList();
    List<Instant> newestFirst = new ArrayList<>(times);
    newestFirst.sort(Comparator.reverseOrder());
    assertThat(times).isEqualTo(newestFirst);
  }

  @Test
  void event_hasTheRecordOfTheTrail() throws IOException {
    Event event =
        ofKey().stream()
            .filter(each -> each.eventName().equals("CreateKey"))
            .findFirst()
            .orElseThrow();

    assertThat(event.eventSource()).isEqualTo("kms.amazonaws.com");
    assertThat(event.readOnly()).isEqualTo("false");
    assertThat(event.username()).isEqualTo("root");
    assertThat(event.accessKeyId()).isEqualTo(LatchkeyServer.ACCESS_KEY_ID);
    assertThat(event.resources())
        .anySatisfy(
            resource -> {
              assertThat(resource.resourceType()).isEqualTo("AWS::KMS::Key");
              assertThat(resource.resourceName()).isEqualTo(keyArn);
            });
    JsonNode record = new ObjectMapper().readTree(event.cloudTrailEvent());
    assertThat(record.path("eventID").asText()).isEqualTo(event.eventId());
    assertThat(record.has("chain")).isFalse();
    assertThat(new AuditTrail(server).of(record.path("requestID").asText()))
        .singleElement()
        .satisfies(line -> assertThat(line.path("eventID").asText()).isEqualTo(event.eventId()));
  }

  @Test
  void eachAttribute_findsTheEvent() {
    Event event = ofKey().get(0);
    String source = event.eventSource();

    assertThat(first(by(LookupAttributeKey.EVENT_ID, event.eventId()))).containsExactly(event);
    assertThat(first(by(LookupAttributeKey.EVENT_NAME, event.eventName())))
        .isNotEmpty()
        .allMatch(each -> each.eventName().equals(event.eventName()));
    assertThat(first(by(LookupAttributeKey.EVENT_SOURCE, source)))
        .isNotEmpty()
        .allMatch(each -> each.eventSource().equals(source));
    assertThat(first(by(LookupAttributeKey.USERNAME, "root")))
        .isNotEmpty()
        .allMatch(each -> each.username().equals("root"));
    assertThat(first(by(LookupAttributeKey.READ_ONLY, "false")))
        .isNotEmpty()
        .allMatch(each -> each.readOnly().equals("false"));
    assertThat(first(by(LookupAttributeKey.ACCESS_KEY_ID, LatchkeyServer.ACCESS_KEY_ID)))
        .isNotEmpty()
        .allMatch(each -> each.accessKeyId().equals(LatchkeyServer.ACCESS_KEY_ID));
    assertThat(first(by(LookupAttributeKey.RESOURCE_TYPE, "AWS::KMS::Key")))
        .isNotEmpty()
        .allMatch(
            each ->
                each.resources().stream()
                    .anyMatch(resource -> "AWS::KMS::Key".equals(resource.resourceType())));
    assertThat(first(by(LookupAttributeKey.EVENT_NAME, "NobodyDoesThis"))).isEmpty();
  }

  @Test
  void pages_haveEachEventOnceWhateverComesInBetween() {
    Set<String> seen = new TreeSet<>();
    String token = null;
    int pages = 0;
    do {
      String next = token;
      LookupEventsResponse page =
          cloudTrail.lookupEvents(
              request ->
                  request
                      .lookupAttributes(by(LookupAttributeKey.RESOURCE_NAME, keyArn))
                      .maxResults(2)
                      .nextToken(next));
      assertThat(page.events()).hasSizeLessThanOrEqualTo(2);
      page.events().forEach(event -> assertThat(seen.add(event.eventId())).isTrue());
      root.kms().listKeys();
      token = page.nextToken();
      pages++;
    } while (token != null);

    assertThat(pages).isGreaterThan(2);
    assertThat(seen).hasSizeGreaterThan(CALLS);
  }

  @Test
  void times_boundWhatIsFound() {
    List<Event> events = ofKey();
    Instant oldest = events.get(events.size() - 1).eventTime();

    assertThat(
            cloudTrail
                .lookupEvents(
                    request ->
                        request
                            .lookupAttributes(by(LookupAttributeKey.RESOURCE_NAME, keyArn))
                            .endTime(oldest.minusSeconds(1)))
                .events())
        .isEmpty();
    assertThat(
            cloudTrail
                .lookupEvents(
                    request ->
                        request
                            .lookupAttributes(by(LookupAttributeKey.RESOURCE_NAME, keyArn))
                            .startTime(oldest.minusSeconds(1)))
                .events())
        .isNotEmpty();
  }

  @Test
  void otherRegion_hasEventsOfItsOwn() {
    try (CloudTrailClient elsewhere =
        client(LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY, Region.EU_WEST_3)) {
      assertThat(
              elsewhere
                  .lookupEvents(
                      request ->
                          request.lookupAttributes(by(LookupAttributeKey.RESOURCE_NAME, keyArn)))
                  .events())
          .isEmpty();
    }
  }

  @Test
  void refusedCall_canBeLookedUp() {
    String alias = "alias/" + UUID.randomUUID();
    assertThatThrownBy(() -> root.kms().deleteAlias(request -> request.aliasName(alias)))
        .isInstanceOf(RuntimeException.class);

    Await.until(
        "the refusal can be looked up",
        () ->
            first(by(LookupAttributeKey.EVENT_NAME, "DeleteAlias")).stream()
                .anyMatch(
                    event ->
                        event.cloudTrailEvent().contains(alias)
                            && event.cloudTrailEvent().contains("\"errorCode\"")));
  }

  @Test
  void eventsOfAUser_areFoundByItsNameAndItsAccessKey() throws IOException {
    try (AwsClients clients = AwsClients.root(server)) {
      IamUser user = IamUser.create(clients.iam());
      String accessKeyId = user.credentials().accessKeyId();
      LookupAttribute byName = by(LookupAttributeKey.RESOURCE_NAME, user.name());

      Await.until("the events of the user can be looked up", () -> all(byName).size() == 2);

      assertThat(all(byName))
          .extracting(Event::eventName)
          .containsExactly("CreateAccessKey", "CreateUser");
      Event made = all(by(LookupAttributeKey.RESOURCE_NAME, accessKeyId)).get(0);
      assertThat(made.resources())
          .anySatisfy(
              resource -> {
                assertThat(resource.resourceType()).isEqualTo("AWS::IAM::AccessKey");
                assertThat(resource.resourceName()).isEqualTo(accessKeyId);
              });
      JsonNode record = new ObjectMapper().readTree(made.cloudTrailEvent());
      assertThat(record.at("/requestParameters/userName").asText()).isEqualTo(user.name());
      assertThat(record.at("/responseElements/accessKey/accessKeyId").asText())
          .isEqualTo(accessKeyId);
      assertThat(made.cloudTrailEvent()).doesNotContain(user.credentials().secretAccessKey());
      assertThat(all(by(LookupAttributeKey.RESOURCE_NAME, user.arn())))
          .extracting(Event::eventName)
          .containsExactly("CreateUser");
    }
  }

  @Test
  void badRequests_areRefused() {
    assertThatThrownBy(() -> cloudTrail.lookupEvents(request -> request.maxResults(51)))
        .isInstanceOf(InvalidMaxResultsException.class);
    assertThatThrownBy(() -> cloudTrail.lookupEvents(request -> request.nextToken("nonsense")))
        .isInstanceOf(InvalidNextTokenException.class);
    assertThatThrownBy(
            () ->
                cloudTrail.lookupEvents(
                    request ->
                        request.startTime(Instant.now()).endTime(Instant.now().minusSeconds(60))))
        .isInstanceOf(InvalidTimeRangeException.class);
    assertThatThrownBy(
            () ->
                cloudTrail.lookupEvents(
                    request ->
                        request.lookupAttributes(
                            by(LookupAttributeKey.EVENT_NAME, "A"),
                            by(LookupAttributeKey.EVENT_NAME, "B"))))
        .isInstanceOf(InvalidLookupAttributesException.class);
    assertThatThrownBy(
            () ->
                cloudTrail.lookupEvents(
                    request ->
                        request.lookupAttributes(
                            LookupAttribute.builder()
                                .attributeKey("Any")
                                .attributeValue("A")
                                .build())))
        .isInstanceOf(InvalidLookupAttributesException.class);
    assertThatThrownBy(
            () -> cloudTrail.lookupEvents(request -> request.eventCategory("management")))
        .isInstanceOf(InvalidEventCategoryException.class);
  }

  @Test
  void userWithoutPermission_isRefused() {
    Service service = root.register("looker");
    try (CloudTrailClient stranger =
        client(
            service.credentials().accessKeyId(),
            service.credentials().secretAccessKey(),
            Region.US_EAST_1)) {
      assertThatThrownBy(() -> stranger.lookupEvents(request -> request.maxResults(1)))
          .isInstanceOfSatisfying(
              CloudTrailException.class,
              refused ->
                  assertThat(refused.awsErrorDetails().errorCode())
                      .isEqualTo("AccessDeniedException"));
    }
  }

  @Test
  @RequiredTool(Tool.AWS)
  void commandLine_looksEventsUp() {
    assertThat(
            new AwsCommand(server, folder)
                .text(
                    "Events[0].Username",
                    "cloudtrail",
                    "lookup-events",
                    "--lookup-attributes",
                    "AttributeKey=ResourceName,AttributeValue=" + keyArn,
                    "--max-items",
                    "1"))
        .startsWith("root");
  }
}
