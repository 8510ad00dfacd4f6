package org.latchkey.tests;

import java.util.UUID;
import org.latchkey.client.Endpoint;
import org.latchkey.client.LatchkeyClient;
import org.latchkey.client.ServiceCredentials;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;

/**
 * An integrated service that was registered for a test.
 *
 * @param name its name
 * @param resourceArn a resource that it may speak for
 * @param credentials what it was given
 */
record RegisteredService(String name, String resourceArn, ServiceCredentials credentials) {

  static RegisteredService create(LatchkeyServer server) {
    String name = "gateway-" + UUID.randomUUID();
    String resources =
        "arn:aws:elasticloadbalancing:%s:%s:loadbalancer/app/%s/"
            .formatted(LatchkeyServer.REGION, LatchkeyServer.ACCOUNT_ID, name);
    try (LatchkeyClient latchkey =
        new LatchkeyClient(
            new Endpoint(server.endpoint(), null),
            Region.of(LatchkeyServer.REGION),
            AwsBasicCredentials.create(
                LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY))) {
      return new RegisteredService(
          name,
          resources + "1",
          latchkey.registerService(name, "aws:elasticloadbalancing:arn", resources + "*"));
    }
  }
}
