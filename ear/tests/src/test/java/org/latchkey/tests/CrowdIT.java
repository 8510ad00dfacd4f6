package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;

/** More callers at once than the server has connections to its database. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrowdIT {
  private static final int CALLERS = 100;

  private final AwsClients root;

  CrowdIT(LatchkeyServer server) {
    root = AwsClients.root(server);
  }

  @AfterAll
  void close() {
    root.close();
  }

  /** Each request has a transaction within a transaction, and so two connections. */
  @Test
  void certificatesThatManyRequestAtOnce_areAllIssued() throws Exception {
    String authority = new AuthorityClient(root.acmPca()).root("crowded");
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      CountDownLatch allThere = new CountDownLatch(CALLERS);
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        String name = "caller-" + i + ".latchkey.test";
        calls.add(
            callers.submit(
                () -> {
                  allThere.countDown();
                  allThere.await();
                  return root.acm()
                      .requestCertificate(
                          request ->
                              request
                                  .domainName(name)
                                  .certificateAuthorityArn(authority)
                                  .idempotencyToken(UUID.randomUUID().toString().replace("-", ""))
                                  .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1))
                      .certificateArn();
                }));
      }
      Set<String> certificates = new HashSet<>();
      for (Future<String> call : calls) {
        certificates.add(call.get());
      }
      assertThat(certificates).hasSize(CALLERS);
    } finally {
      callers.shutdownNow();
    }
  }
}
