package org.latchkey.keys;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.InvalidCiphertext;
import org.latchkey.crypto.Pkcs11Token;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.TokenUnavailable;
import org.latchkey.crypto.TokenUnavailable.Reason;

/**
 * This node's sessions with the tokens behind the custom key stores.
 *
 * <p>The database says which stores are to be connected; every use asks it, so that a store which
 * one node has disconnected is used by no other from the next request on.
 */
@ApplicationScoped
class CustomKeyStoreConnections {

  private static final Logger LOG = Logger.getLogger(CustomKeyStoreConnections.class.getName());

  /**
   * Whether a store is connected here.
   *
   * @param state as {@code DescribeCustomKeyStores} shows it
   * @param error why not, where connecting has failed
   */
  record Status(ConnectionState state, @Nullable ConnectionErrorCode error) {

    boolean isConnected() {
      return state == ConnectionState.CONNECTED;
    }
  }

  private final Map<String, TokenConnection<Pkcs11Token>> connections = new ConcurrentHashMap<>();

  @Inject private RootOfTrust rootOfTrust;
  @Inject private Clock clock;

  /** What is known of a store's connection; opens it where it is to be connected. */
  Status status(CustomKeyStore store) {
    return store.isToBeConnected()
        ? status(connection(store).problem(opening(store)))
        : disconnected(store);
  }

  /** As {@link #status}, and looks whether an open session's token is still there. */
  Status checkedStatus(CustomKeyStore store) {
    return store.isToBeConnected()
        ? status(
            connection(store).checked(opening(store), () -> cluster(store).slot().requireToken()))
        : disconnected(store);
  }

  /** What a key tells of the store that it is in. */
  CustomKeyStoreLink link(CustomKeyStore store) {
    return new CustomKeyStoreLink(store.id(), store.clusterId(), status(store).isConnected());
  }

  private Status disconnected(CustomKeyStore store) {
    close(store.id());
    return new Status(ConnectionState.DISCONNECTED, null);
  }

  private static Status status(@Nullable TokenUnavailable problem) {
    return problem == null
        ? new Status(ConnectionState.CONNECTED, null)
        : new Status(ConnectionState.FAILED, ConnectionErrorCode.of(problem.reason()));
  }

  /**
   * Uses a connected store's token.
   *
   * @throws TokenUnavailable where it is not to be had
   */
  <T> T use(CustomKeyStore store, TokenConnection.Use<Pkcs11Token, T> use) {
    return connection(store).use(opening(store), use);
  }

  /** Ends this node's session with a store, where there is one. */
  void close(String storeId) {
    @Nullable TokenConnection<Pkcs11Token> connection = connections.remove(storeId);
    if (connection != null) {
      connection.close();
    }
  }

  private TokenConnection<Pkcs11Token> connection(CustomKeyStore store) {
    TokenConnection<Pkcs11Token> connection =
        connections.computeIfAbsent(
            store.id(), id -> new TokenConnection<>(clock, Pkcs11Token::close));
    connection.follow(store.connectionNumber());
    return connection;
  }

  private Supplier<Pkcs11Token> opening(CustomKeyStore store) {
    return () -> {
      try {
        return open(store);
      } catch (TokenUnavailable unavailable) {
        LOG.log(
            Level.WARNING,
            "The custom key store {0} cannot be connected: {1}",
            new Object[] {store.id(), unavailable.reason()});
        throw unavailable;
      }
    };
  }

  private Pkcs11Token open(CustomKeyStore store) {
    CloudHsmCluster cluster = cluster(store);
    try (SecretBytes password =
            rootOfTrust
                .rootKey()
                .unwrap(store.wrappedPassword(), CustomKeyStore.passwordContext(store.id()));
        SecretBytes pin = cluster.pin(password)) {
      return Pkcs11Token.open(cluster.slot(), pin);
    } catch (InvalidCiphertext corrupt) {
      throw new IllegalStateException("the password of " + store.id() + " is corrupt", corrupt);
    }
  }

  private static CloudHsmCluster cluster(CustomKeyStore store) {
    return CloudHsmCluster.find(store.clusterId())
        .orElseThrow(() -> new TokenUnavailable(Reason.NOT_FOUND));
  }

  @PreDestroy
  void closeAll() {
    connections.keySet().forEach(this::close);
  }
}
