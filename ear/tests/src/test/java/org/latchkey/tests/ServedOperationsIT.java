package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Each operation that the AWS SDK's KMS client has is known to the server. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServedOperationsIT {
  private final AwsClients clients;
  private final KmsClient kms;

  ServedOperationsIT(LatchkeyServer server) {
    clients = AwsClients.root(server);
    kms = clients.kms();
  }

  @AfterAll
  void close() {
    clients.close();
  }

  static Set<String> operations() {
    return SdkOperations.kms().keySet();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operation_isServed(String operation) throws Exception {
    assertThat(answer(operation)).isIn("done", "ValidationException", "InvalidParameterException");
  }

  /** The error that a request without any member gets, where it gets one. */
  private String answer(String operation) throws Exception {
    Method method = SdkOperations.kms().get(operation);
    KmsRequest empty =
        (KmsRequest)
            ((SdkBuilder<?, ?>) method.getParameterTypes()[0].getMethod("builder").invoke(null))
                .build();
    try {
      method.invoke(kms, empty);
      return "done";
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof KmsException refusal) {
        return refusal.awsErrorDetails().errorCode();
      }
      throw e;
    }
  }
}
