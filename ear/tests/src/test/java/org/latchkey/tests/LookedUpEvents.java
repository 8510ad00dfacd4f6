package org.latchkey.tests;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;

/** What LookupEvents says of KMS's calls in the tests' own Region. */
final class LookedUpEvents implements AutoCloseable {
  private static final Pattern REQUEST_ID = Pattern.compile("\"requestID\":\"([^\"]+)\"");

  private final CloudTrailClient client;

  LookedUpEvents(LatchkeyServer server) {
    client =
        CloudTrailClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.of(LatchkeyServer.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY)))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  /** How often each request's event is there. */
  Map<String, Integer> requestIds() {
    LookupAttribute kms =
        LookupAttribute.builder()
            .attributeKey(LookupAttributeKey.EVENT_SOURCE)
            .attributeValue("kms.amazonaws.com")
            .build();
    Map<String, Integer> counts = new HashMap<>();
    client
        .lookupEventsPaginator(request -> request.lookupAttributes(kms))
        .events()
        .forEach(
            event -> {
              Matcher id = REQUEST_ID.matcher(event.cloudTrailEvent());
              if (id.find()) {
                counts.merge(id.group(1), 1, Integer::sum);
              }
            });
    return counts;
  }

  @Override
  public void close() {
    client.close();
  }
}
