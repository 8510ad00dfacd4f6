package org.latchkey.keys;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * The pairs that a ciphertext is bound to: authenticated with it, not secret, case-sensitive,
 * without order.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html">AWS KMS
 *     Developer Guide, Encryption context</a>
 */
public record EncryptionContext(Map<String, String> pairs) {

  /** The most characters that all names and values may have together. */
  private static final int MAX_CHARACTERS = 8192;

  public EncryptionContext {
    pairs = Map.copyOf(pairs);
  }

  /**
   * The context of a request; null stands for the empty one.
   *
   * @throws ServiceException {@code ValidationException} where it is larger than 8,192 characters
   */
  public static EncryptionContext of(@Nullable Map<String, String> pairs) {
    if (pairs == null) {
      return new EncryptionContext(Map.of());
    }
    long characters =
        pairs.entrySet().stream()
            .mapToLong(pair -> (long) pair.getKey().length() + pair.getValue().length())
            .sum();
    if (characters > MAX_CHARACTERS) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "The encryption context is larger than " + MAX_CHARACTERS + " characters.");
    }
    return new EncryptionContext(pairs);
  }

  /** Whether every pair of {@code other} is a pair of this context. */
  public boolean contains(Map<String, String> other) {
    return pairs.entrySet().containsAll(other.entrySet());
  }

  /** Makes the pairs known to policies and grants. */
  public void addTo(RequestContext.Builder context) {
    putKeys(pairs, context);
    context.attach(this);
  }

  /** Lets policies ask about these pairs. */
  public static void putKeys(Map<String, String> pairs, RequestContext.Builder context) {
    context
        .putEach("kms:EncryptionContext:", pairs)
        .putAll("kms:EncryptionContextKeys", List.copyOf(pairs.keySet()));
  }
}
