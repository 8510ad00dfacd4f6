package org.latchkey.client.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import org.latchkey.client.LatchkeyClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The root user's clients, in the demo's Region unless another is asked for. */
final class Clients implements AutoCloseable {
  private final DemoSettings settings;
  private final SdkHttpClient http;
  private final LatchkeyClient latchkey;
  private final Deque<SdkAutoCloseable> open = new ArrayDeque<>();

  Clients(DemoSettings settings) {
    this.settings = settings;
    this.http = settings.api().httpClient();
    this.latchkey = new LatchkeyClient(settings.api(), settings.region(), settings.credentials());
  }

  KmsClient kms() {
    return kms(settings.region());
  }

  KmsClient kms(Region region) {
    return client(KmsClient.builder(), region);
  }

  AcmClient acm() {
    return acm(settings.region());
  }

  AcmClient acm(Region region) {
    return client(AcmClient.builder(), region);
  }

  AcmPcaClient acmPca() {
    return client(AcmPcaClient.builder(), settings.region());
  }

  LatchkeyClient latchkey() {
    return latchkey;
  }

  private <
          B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable>
      C client(B builder, Region region) {
    C client = settings.api().client(builder, region, settings.credentials(), http);
    open.push(client);
    return client;
  }

  /** Closes every client that was handed out. */
  @Override
  public void close() {
    open.forEach(SdkAutoCloseable::close);
    latchkey.close();
    http.close();
  }
}
