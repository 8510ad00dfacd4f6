package org.latchkey.tests;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/** The operations that the AWS SDK's KMS client has. */
final class SdkOperations {

  private SdkOperations() {}

  /**
   * The client's methods by their names: one an operation, taking the operation's request and
   * answering its response.
   */
  static Map<String, Method> kms() {
    Map<String, Method> operations = new TreeMap<>();
    Stream.of(KmsClient.class.getMethods())
        .filter(method -> KmsResponse.class.isAssignableFrom(method.getReturnType()))
        .filter(SdkOperations::takesARequest)
        .forEach(method -> operations.put(method.getName(), method));
    return operations;
  }

  private static boolean takesARequest(Method method) {
    return method.getParameterCount() == 1
        && KmsRequest.class.isAssignableFrom(method.getParameterTypes()[0]);
  }
}
