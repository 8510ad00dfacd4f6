package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Each operation that the AWS SDK's KMS client has is known to the server. */
@Tag("any-database")
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

  static List<Named<Method>> operations() {
    return SdkOperations.kms().values().stream()
        .map(method -> Named.of(method.getName(), method))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operation_isServed(Method operation) throws Exception {
    assertThat(answer(operation)).isIn("done", "ValidationException", "InvalidParameterException");
  }

  /** The error that a request without any member gets, where it gets one. */
  private String answer(Method operation) throws Exception {
    KmsRequest empty =
        (KmsRequest)
            ((SdkBuilder<?, ?>) operation.getParameterTypes()[0].getMethod("builder").invoke(null))
                .build();
    try {
      operation.invoke(kms, empty);
      return "done";
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof KmsException refusal) {
        return refusal.awsErrorDetails().errorCode();
      }
      throw e;
    }
  }
}
