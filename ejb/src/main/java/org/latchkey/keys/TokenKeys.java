package org.latchkey.keys;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.TokenUnavailable;
import org.latchkey.crypto.TokenUnavailable.Reason;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * The keys whose material is in the tokens of custom key stores: made there, used there, destroyed
 * there. In the token a key's label is its key id.
 */
@ApplicationScoped
@Transactional
public class TokenKeys {

  private static final Logger LOG = Logger.getLogger(TokenKeys.class.getName());

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  private TransactionSynchronizationRegistry transactions;

  @Inject private CustomKeyStores stores;
  @Inject private CustomKeyStoreConnections connections;
  @Inject private KeyCaches caches;

  /**
   * The caller's store of this id, connected, and kept from changing until the transaction ends.
   *
   * @throws ServiceException {@code CustomKeyStoreNotFoundException} or {@code
   *     CustomKeyStoreInvalidStateException}
   */
  CustomKeyStore lockConnected(Caller caller, String storeId) {
    CustomKeyStore store =
        stores
            .lock(storeId)
            .filter(found -> found.account().equals(caller.account()))
            .filter(found -> found.region().equals(caller.region()))
            .orElseThrow(() -> CustomKeyStoreOperations.notFound(storeId));
    requireConnected(store);
    return store;
  }

  private void requireConnected(CustomKeyStore store) {
    CustomKeyStoreConnections.Status status = connections.status(store);
    if (!status.isConnected()) {
      throw new ServiceException(
          KeyFault.CUSTOM_KEY_STORE_INVALID_STATE,
          "The custom key store " + store.id() + " is " + status.state() + ".");
    }
  }

  /**
   * Makes a key's material in its store's token; it is destroyed where the transaction is rolled
   * back.
   *
   * @throws ServiceException {@code CustomKeyStoreInvalidStateException} where the token fails
   */
  void generate(CustomKeyStore store, String keyId) {
    onCompletion(Status.STATUS_ROLLEDBACK, () -> destroy(store, keyId));
    try {
      connections.use(
          store,
          token -> {
            token.generateKey(keyId);
            return keyId;
          });
    } catch (TokenUnavailable unavailable) {
      throw broken(KeyFault.CUSTOM_KEY_STORE_INVALID_STATE, store.id(), unavailable);
    }
  }

  /** What can be done with a key's material in its token; it asks the token at each use. */
  KeyMaterial material(KeySnapshot key) {
    return KeyMaterial.inToken(parts -> hmac(key, parts));
  }

  private byte[] hmac(KeySnapshot key, byte[]... parts) {
    CustomKeyStore store = storeOf(key).orElseThrow(() -> unavailable(key, "is unavailable."));
    if (!store.isToBeConnected()) {
      connections.close(store.id());
      throw unavailable(key, "is unavailable: its custom key store is not connected.");
    }
    try {
      return connections.use(store, token -> token.hmacSha256(key.keyId(), parts));
    } catch (TokenUnavailable failed) {
      if (failed.reason() == Reason.KEY_NOT_FOUND) {
        throw unavailable(key, "has no key material in its custom key store.");
      }
      throw broken(KeyFault.INVALID_STATE, store.id(), failed);
    }
  }

  /** The store that a key's material is in; empty for a key of another origin. */
  Optional<CustomKeyStore> storeOf(KeySnapshot key) {
    return Optional.ofNullable(key.customKeyStore())
        .flatMap(link -> caches.read(() -> stores.find(link.id())));
  }

  /**
   * Has the material of a key that is being deleted destroyed once the transaction has been
   * committed: not before, as there is no way back. Where the token is not to be reached then, the
   * material stays in it, under the key's id as its label, and the log says so.
   */
  void destroyAfterCommit(Key key) {
    Optional.ofNullable(key.customKeyStoreId())
        .flatMap(stores::find)
        .ifPresent(
            store -> onCompletion(Status.STATUS_COMMITTED, () -> destroy(store, key.keyId())));
  }

  private void destroy(CustomKeyStore store, String keyId) {
    try {
      if (store.isToBeConnected()) {
        connections.use(store, token -> token.destroyKey(keyId));
        return;
      }
    } catch (TokenUnavailable unavailable) {
      LOG.log(Level.FINE, "The token does not answer", unavailable);
    }
    LOG.log(
        Level.WARNING,
        "The material of the deleted key {0} is left in the custom key store {1}",
        new Object[] {keyId, store.id()});
  }

  private void onCompletion(int wanted, Runnable action) {
    transactions.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // what is done in a token cannot be part of the transaction
          }

          @Override
          public void afterCompletion(int status) {
            if (status == wanted) {
              action.run();
            }
          }
        });
  }

  /**
   * Random bytes from the token of one of the caller's stores.
   *
   * @throws ServiceException {@code CustomKeyStoreNotFoundException} or {@code
   *     CustomKeyStoreInvalidStateException}
   */
  public SecretBytes random(Caller caller, String storeId, int length) {
    CustomKeyStore store =
        stores
            .find(storeId)
            .filter(found -> found.account().equals(caller.account()))
            .filter(found -> found.region().equals(caller.region()))
            .orElseThrow(() -> CustomKeyStoreOperations.notFound(storeId));
    requireConnected(store);
    try {
      return connections.use(store, token -> token.random(length));
    } catch (TokenUnavailable unavailable) {
      throw broken(KeyFault.CUSTOM_KEY_STORE_INVALID_STATE, storeId, unavailable);
    }
  }

  private static ServiceException unavailable(KeySnapshot key, String why) {
    return new ServiceException(KeyFault.INVALID_STATE, key.arn() + " " + why);
  }

  private static ServiceException broken(
      KeyFault fault, String storeId, TokenUnavailable unavailable) {
    return new ServiceException(
        fault,
        "The custom key store "
            + storeId
            + " does not answer: "
            + ConnectionErrorCode.of(unavailable.reason())
            + ".",
        unavailable);
  }
}
