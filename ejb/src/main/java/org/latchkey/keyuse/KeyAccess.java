package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.grants.GrantTokens;
import org.latchkey.keys.KeyFault;
import org.latchkey.keys.KeyRing;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * The step that every use of a key begins with: the key is found, the caller may use it so, and it
 * can be used so. In this order, so that nobody learns of a key what it is not theirs to know.
 */
@ApplicationScoped
class KeyAccess {

  @Inject private KeyRing ring;
  @Inject private GrantTokens grantTokens;

  /**
   * The key that {@code identifier} names, ready for {@code use}.
   *
   * @throws ServiceException {@code InvalidGrantTokenException}, {@code NotFoundException}, {@code
   *     AccessDeniedException}, {@code DisabledException}, {@code KMSInvalidStateException}, {@code
   *     InvalidKeyUsageException}
   */
  KeySnapshot key(Caller caller, String identifier, KeyUse use, @Nullable List<String> tokens) {
    requireValid(tokens);
    KeySnapshot key = resolve(caller, identifier);
    admit(caller, key, identifier, use);
    return key;
  }

  /**
   * Checks the grant tokens of a request that finds its keys by {@link #resolve} and {@link #find}.
   *
   * @throws ServiceException {@code InvalidGrantTokenException}
   */
  void requireValid(@Nullable List<String> tokens) {
    grantTokens.requireValid(tokens);
  }

  /**
   * The key that {@code identifier} names, not yet admitted to any use.
   *
   * @throws ServiceException {@code NotFoundException}
   */
  KeySnapshot resolve(Caller caller, String identifier) {
    return ring.resolve(caller, identifier);
  }

  /** The key with this id in the caller's Region, not yet admitted to any use. */
  Optional<KeySnapshot> find(Caller caller, String keyId) {
    return ring.find(caller.region(), keyId);
  }

  /**
   * Lets the caller use a key that the request names, where the key can be used so.
   *
   * @throws ServiceException as {@link #key}
   */
  void admit(Caller caller, KeySnapshot key, String identifier, KeyUse use) {
    RequestContext.Builder context = context(caller, key, use);
    KeyRing.addRequestAlias(context, identifier);
    ring.authorize(caller, key, use.action(), context);
    requireFit(key, use);
  }

  /**
   * As {@link #admit}, for a key that a ciphertext names: whether there is such a key, and whose it
   * is, is for those to know who may use it.
   *
   * @throws ServiceException {@code AccessDeniedException}, also where there is no such key; else
   *     as {@link #key}
   */
  KeySnapshot admitUnnamed(Caller caller, Optional<KeySnapshot> found, KeyUse use) {
    KeySnapshot key =
        found
            .filter(each -> ring.allows(caller, each, use.action(), context(caller, each, use)))
            .orElseThrow(
                () ->
                    new ServiceException(
                        CommonFault.ACCESS_DENIED,
                        "The ciphertext refers to a customer master key that does not exist, does"
                            + " not exist in this region, or you are not allowed to access."));
    requireFit(key, use);
    return key;
  }

  /**
   * Ends a request that asked only whether it would succeed.
   *
   * @throws ServiceException {@code DryRunOperationException}
   */
  static void endDryRun(@Nullable Boolean dryRun) {
    if (Boolean.TRUE.equals(dryRun)) {
      throw new ServiceException(
          KeyFault.DRY_RUN, "The request would have succeeded, but the DryRun option is set.");
    }
  }

  /**
   * As {@link #endDryRun(Boolean)}, for a result that a dry run does not give.
   *
   * @param result closed where this is a dry run
   * @throws ServiceException {@code DryRunOperationException}
   */
  static void endDryRun(@Nullable Boolean dryRun, SecretBytes result) {
    if (Boolean.TRUE.equals(dryRun)) {
      result.close();
    }
    endDryRun(dryRun);
  }

  private RequestContext.Builder context(Caller caller, KeySnapshot key, KeyUse use) {
    RequestContext.Builder context = ring.context(caller, key);
    use.conditions().accept(context);
    return context;
  }

  private static void requireFit(KeySnapshot key, KeyUse use) {
    key.requireEnabled();
    key.requireUsage(use.usage(), use.operation());
    if (!use.algorithmsOf().apply(key.spec()).contains(use.algorithm())) {
      throw new ServiceException(
          KeyFault.INVALID_KEY_USAGE,
          "Algorithm " + use.algorithm() + " is incompatible with key spec " + key.spec() + ".");
    }
  }
}
