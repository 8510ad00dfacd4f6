package org.latchkey.keyuse;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.latchkey.access.RequestContext;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;

/**
 * What a request wants of a key.
 *
 * @param operation the name that permissions and grants know it by, for example {@code
 *     ReEncryptFrom}
 * @param usage what the key has to be for
 * @param algorithm the algorithm that the request asks for
 * @param algorithmsOf the algorithms that a key of a spec has for this usage
 * @param conditions adds what policies and grants may ask of the request
 */
record KeyUse(
    String operation,
    KeyUsage usage,
    Enum<?> algorithm,
    Function<KeySpec, List<? extends Enum<?>>> algorithmsOf,
    Consumer<RequestContext.Builder> conditions) {

  /** The same, with more for policies and grants to ask about. */
  KeyUse with(Consumer<RequestContext.Builder> more) {
    return new KeyUse(operation, usage, algorithm, algorithmsOf, conditions.andThen(more));
  }

  /** The same, with one more condition key. */
  KeyUse with(String conditionKey, String value) {
    return with(context -> context.put(conditionKey, value));
  }

  /** What policies call the operation. */
  String action() {
    return "kms:" + operation;
  }
}
