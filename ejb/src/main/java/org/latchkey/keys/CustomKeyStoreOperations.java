package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.InvalidCiphertext;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.TokenUnavailable;
import org.latchkey.crypto.TokenUnavailable.Reason;
import org.latchkey.crypto.Tokens;
import org.latchkey.keys.CustomKeyStoreConnections.Status;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/**
 * Custom key stores: hardware security modules that keep the material of KMS keys.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/keystore-cloudhsm.html">AWS
 *     KMS Developer Guide, AWS CloudHSM key stores</a>
 */
@ApplicationScoped
@Transactional
@Audited("kms.amazonaws.com")
public class CustomKeyStoreOperations {

  public record CreateCustomKeyStoreRequest(
      String customKeyStoreName,
      @Nullable String cloudHsmClusterId,
      @Nullable String trustAnchorCertificate,
      @Nullable SecretBytes keyStorePassword,
      @Nullable CustomKeyStoreType customKeyStoreType,
      @Nullable String xksProxyUriEndpoint,
      @Nullable String xksProxyUriPath,
      @Nullable String xksProxyVpcEndpointServiceName,
      @Nullable String xksProxyVpcEndpointServiceOwner,
      @Nullable XksProxyAuthenticationCredential xksProxyAuthenticationCredential,
      @Nullable String xksProxyConnectivity) {}

  public record CreateCustomKeyStoreResponse(String customKeyStoreId) {}

  public record DescribeCustomKeyStoresRequest(
      @Nullable String customKeyStoreId,
      @Nullable String customKeyStoreName,
      @Nullable Integer limit,
      @Nullable String marker) {}

  public record DescribeCustomKeyStoresResponse(
      List<CustomKeyStoresListEntry> customKeyStores,
      @Nullable String nextMarker,
      boolean truncated) {}

  public record CustomKeyStoresListEntry(
      String customKeyStoreId,
      String customKeyStoreName,
      @Nullable String cloudHsmClusterId,
      @Nullable String trustAnchorCertificate,
      ConnectionState connectionState,
      @Nullable ConnectionErrorCode connectionErrorCode,
      Instant creationDate,
      CustomKeyStoreType customKeyStoreType,
      @Nullable XksProxyConfiguration xksProxyConfiguration) {}

  public record UpdateCustomKeyStoreRequest(
      String customKeyStoreId,
      @Nullable String newCustomKeyStoreName,
      @Nullable SecretBytes keyStorePassword,
      @Nullable String cloudHsmClusterId,
      @Nullable String xksProxyUriEndpoint,
      @Nullable String xksProxyUriPath,
      @Nullable String xksProxyVpcEndpointServiceName,
      @Nullable String xksProxyVpcEndpointServiceOwner,
      @Nullable XksProxyAuthenticationCredential xksProxyAuthenticationCredential,
      @Nullable String xksProxyConnectivity) {}

  public record UpdateCustomKeyStoreResponse() {}

  public record ConnectCustomKeyStoreRequest(String customKeyStoreId) {}

  public record ConnectCustomKeyStoreResponse() {}

  public record DisconnectCustomKeyStoreRequest(String customKeyStoreId) {}

  public record DisconnectCustomKeyStoreResponse() {}

  public record DeleteCustomKeyStoreRequest(String customKeyStoreId) {}

  public record DeleteCustomKeyStoreResponse() {}

  /** How an external key store's proxy is logged in to. */
  public record XksProxyAuthenticationCredential(
      SecretBytes accessKeyId, SecretBytes rawSecretAccessKey) {}

  /** How an external key store's proxy is reached. */
  public record XksProxyConfiguration(
      @Nullable String connectivity,
      @Nullable SecretBytes accessKeyId,
      @Nullable String uriEndpoint,
      @Nullable String uriPath,
      @Nullable String vpcEndpointServiceName,
      @Nullable String vpcEndpointServiceOwner) {}

  /** What its markers are for. */
  private static final String LIST = "stores";

  private static final int MAX_STORES = 10;
  private static final int DEFAULT_LIMIT = 1000;
  private static final int ID_BYTES = 9;

  @Inject private KeyRing ring;
  @Inject private CustomKeyStores stores;
  @Inject private CustomKeyStoreConnections connections;
  @Inject private RootOfTrust rootOfTrust;
  @Inject private Clock clock;

  /**
   * Makes a store, which is not connected yet. The same properties as those of a disconnected store
   * make no second one, but give that one's id.
   *
   * @throws ServiceException {@code CustomKeyStoreNameInUseException}, {@code
   *     CloudHsmClusterNotFoundException}, {@code CloudHsmClusterInUseException}, {@code
   *     CloudHsmClusterNotActiveException}, {@code CloudHsmClusterInvalidConfigurationException},
   *     {@code IncorrectTrustAnchorException}, {@code LimitExceededException}, {@code
   *     UnsupportedOperationException} for external key stores
   */
  public CreateCustomKeyStoreResponse createCustomKeyStore(
      Caller caller, CreateCustomKeyStoreRequest request) {
    ring.authorizeAccount(caller, "kms:CreateCustomKeyStore");
    requireCloudHsm(request);
    String clusterId = required(request.cloudHsmClusterId(), "CloudHsmClusterId");
    String trustAnchor = required(request.trustAnchorCertificate(), "TrustAnchorCertificate");
    try (SecretBytes password = required(request.keyStorePassword(), "KeyStorePassword")) {
      Optional<CustomKeyStore> same =
          stores
              .named(caller.account(), caller.region(), request.customKeyStoreName())
              .filter(store -> isSame(store, clusterId, trustAnchor, password));
      if (same.isPresent()) {
        return new CreateCustomKeyStoreResponse(same.get().id());
      }
      requireRoom(caller);
      requireFreeName(caller, request.customKeyStoreName());
      CloudHsmCluster cluster = cluster(clusterId);
      if (stores.ofCluster(clusterId).isPresent()) {
        throw new ServiceException(
            KeyFault.CLOUD_HSM_CLUSTER_IN_USE,
            "The cluster " + clusterId + " is associated with a custom key store already.");
      }
      if (!cluster.isKnownBy(trustAnchor)) {
        throw new ServiceException(
            KeyFault.INCORRECT_TRUST_ANCHOR,
            "The trust anchor certificate is not that of the cluster " + clusterId + ".");
      }
      requireActive(cluster, clusterId);
      String id = "cks-" + Tokens.hex(ID_BYTES).substring(1);
      add(
          new CustomKeyStore(
              id,
              caller.account(),
              caller.region(),
              request.customKeyStoreName(),
              clusterId,
              trustAnchor,
              wrap(id, password),
              clock.instant()));
      return new CreateCustomKeyStoreResponse(id);
    }
  }

  /**
   * The caller's stores: one by its id or name, or all of them by id.
   *
   * @throws ServiceException {@code CustomKeyStoreNotFoundException}, {@code
   *     InvalidMarkerException}, {@code ValidationException} for an id and a name at once
   */
  public DescribeCustomKeyStoresResponse describeCustomKeyStores(
      Caller caller, DescribeCustomKeyStoresRequest request) {
    ring.authorizeAccount(caller, "kms:DescribeCustomKeyStores");
    if (request.customKeyStoreId() != null && request.customKeyStoreName() != null) {
      throw new ServiceException(
          CommonFault.VALIDATION, "Give CustomKeyStoreId or CustomKeyStoreName, not both.");
    }
    if (request.customKeyStoreId() != null) {
      return only(existing(caller, request.customKeyStoreId()));
    }
    String name = request.customKeyStoreName();
    if (name != null) {
      return only(
          stores.named(caller.account(), caller.region(), name).orElseThrow(() -> notFound(name)));
    }
    int limit = request.limit() == null ? DEFAULT_LIMIT : request.limit();
    List<CustomKeyStore> rows =
        stores.list(
            caller.account(), caller.region(), Markers.read(LIST, request.marker()), limit + 1);
    Page<CustomKeyStore> page = Page.of(rows, limit, store -> Markers.write(LIST, store.id()));
    return new DescribeCustomKeyStoresResponse(
        page.map(this::entry).items(), page.nextMarker(), page.truncated());
  }

  /**
   * Changes a disconnected store's name, its password as it is known here, or its cluster.
   *
   * @throws ServiceException {@code CustomKeyStoreNotFoundException}, {@code
   *     CustomKeyStoreInvalidStateException}, {@code CustomKeyStoreNameInUseException}, {@code
   *     CloudHsmClusterNotFoundException}, {@code CloudHsmClusterNotRelatedException}, {@code
   *     CloudHsmClusterNotActiveException}, {@code CloudHsmClusterInvalidConfigurationException}
   */
  public UpdateCustomKeyStoreResponse updateCustomKeyStore(
      Caller caller, UpdateCustomKeyStoreRequest request) {
    ring.authorizeAccount(caller, "kms:UpdateCustomKeyStore");
    CustomKeyStore store = locked(caller, request.customKeyStoreId());
    if (isAboutProxy(
        request.xksProxyUriEndpoint(),
        request.xksProxyUriPath(),
        request.xksProxyVpcEndpointServiceName(),
        request.xksProxyVpcEndpointServiceOwner(),
        request.xksProxyAuthenticationCredential(),
        request.xksProxyConnectivity())) {
      throw new ServiceException(
          CommonFault.VALIDATION, "An AWS CloudHSM key store has no external key store proxy.");
    }
    requireDisconnected(store);
    @Nullable String name = request.newCustomKeyStoreName();
    if (name != null && !name.equals(store.name())) {
      requireFreeName(caller, name);
      store.rename(name);
    }
    if (request.cloudHsmClusterId() != null) {
      move(store, request.cloudHsmClusterId());
    }
    try (SecretBytes password = request.keyStorePassword()) {
      if (password != null) {
        store.changePassword(wrap(store.id(), password));
      }
    }
    flush();
    return new UpdateCustomKeyStoreResponse();
  }

  /**
   * Connects a store. Whether that has worked, {@code DescribeCustomKeyStores} tells.
   *
   * @throws ServiceException {@code CustomKeyStoreNotFoundException}, {@code
   *     CustomKeyStoreInvalidStateException} where connecting has failed before and the store has
   *     not been disconnected since
   */
  public ConnectCustomKeyStoreResponse connectCustomKeyStore(
      Caller caller, ConnectCustomKeyStoreRequest request) {
    ring.authorizeAccount(caller, "kms:ConnectCustomKeyStore");
    CustomKeyStore store = locked(caller, request.customKeyStoreId());
    if (!store.isToBeConnected()) {
      store.connect();
      connections.status(store);
    } else if (!connections.status(store).isConnected()) {
      throw invalidState(store, ConnectionState.FAILED);
    }
    return new ConnectCustomKeyStoreResponse();
  }

  /**
   * Disconnects a store; its keys cannot be used from the next request on.
   *
   * @throws ServiceException {@code CustomKeyStoreNotFoundException}, {@code
   *     CustomKeyStoreInvalidStateException} where it is disconnected
   */
  public DisconnectCustomKeyStoreResponse disconnectCustomKeyStore(
      Caller caller, DisconnectCustomKeyStoreRequest request) {
    ring.authorizeAccount(caller, "kms:DisconnectCustomKeyStore");
    CustomKeyStore store = locked(caller, request.customKeyStoreId());
    if (!store.isToBeConnected()) {
      throw invalidState(store, ConnectionState.DISCONNECTED);
    }
    store.disconnect();
    connections.close(store.id());
    return new DisconnectCustomKeyStoreResponse();
  }

  /**
   * Deletes a disconnected store that has no keys. Its token stays as it is.
   *
   * @throws ServiceException {@code CustomKeyStoreNotFoundException}, {@code
   *     CustomKeyStoreInvalidStateException}, {@code CustomKeyStoreHasCMKsException}
   */
  public DeleteCustomKeyStoreResponse deleteCustomKeyStore(
      Caller caller, DeleteCustomKeyStoreRequest request) {
    ring.authorizeAccount(caller, "kms:DeleteCustomKeyStore");
    CustomKeyStore store = locked(caller, request.customKeyStoreId());
    requireDisconnected(store);
    if (stores.hasKeys(store.id())) {
      throw new ServiceException(
          KeyFault.CUSTOM_KEY_STORE_HAS_CMKS,
          "The custom key store " + store.id() + " has KMS keys.");
    }
    stores.remove(store);
    return new DeleteCustomKeyStoreResponse();
  }

  static ServiceException notFound(String idOrName) {
    return new ServiceException(
        KeyFault.CUSTOM_KEY_STORE_NOT_FOUND, "There is no custom key store " + idOrName + ".");
  }

  private static void requireCloudHsm(CreateCustomKeyStoreRequest request) {
    if (request.customKeyStoreType() == CustomKeyStoreType.EXTERNAL_KEY_STORE) {
      throw new ServiceException(
          KeyFault.UNSUPPORTED_OPERATION, "External key stores are not supported.");
    }
    if (isAboutProxy(
        request.xksProxyUriEndpoint(),
        request.xksProxyUriPath(),
        request.xksProxyVpcEndpointServiceName(),
        request.xksProxyVpcEndpointServiceOwner(),
        request.xksProxyAuthenticationCredential(),
        request.xksProxyConnectivity())) {
      throw new ServiceException(
          CommonFault.VALIDATION, "An AWS CloudHSM key store has no external key store proxy.");
    }
  }

  private static boolean isAboutProxy(@Nullable Object... members) {
    return Stream.of(members).anyMatch(member -> member != null);
  }

  private static <T> T required(@Nullable T value, String member) {
    if (value == null) {
      throw new ServiceException(
          CommonFault.VALIDATION, member + " is required for an AWS CloudHSM key store.");
    }
    return value;
  }

  private boolean isSame(
      CustomKeyStore store, String clusterId, String trustAnchor, SecretBytes password) {
    if (store.isToBeConnected()
        || !store.clusterId().equals(clusterId)
        || !store.trustAnchor().equals(trustAnchor)) {
      return false;
    }
    try (SecretBytes known =
        rootOfTrust
            .rootKey()
            .unwrap(store.wrappedPassword(), CustomKeyStore.passwordContext(store.id()))) {
      return known.equals(password);
    } catch (InvalidCiphertext corrupt) {
      throw new IllegalStateException("the password of " + store.id() + " is corrupt", corrupt);
    }
  }

  private void requireRoom(Caller caller) {
    if (stores.list(caller.account(), caller.region(), null, MAX_STORES).size() >= MAX_STORES) {
      throw new ServiceException(
          KeyFault.LIMIT_EXCEEDED,
          "An account has at most " + MAX_STORES + " custom key stores in a Region.");
    }
  }

  private void requireFreeName(Caller caller, String name) {
    if (stores.named(caller.account(), caller.region(), name).isPresent()) {
      throw nameInUse(name);
    }
  }

  private static ServiceException nameInUse(String name) {
    return new ServiceException(
        KeyFault.CUSTOM_KEY_STORE_NAME_IN_USE, "There is a custom key store " + name + " already.");
  }

  private static CloudHsmCluster cluster(String clusterId) {
    return CloudHsmCluster.find(clusterId)
        .orElseThrow(
            () ->
                new ServiceException(
                    KeyFault.CLOUD_HSM_CLUSTER_NOT_FOUND,
                    "There is no cluster " + clusterId + "."));
  }

  private static void requireActive(CloudHsmCluster cluster, String clusterId) {
    try {
      cluster.slot().requireToken();
    } catch (TokenUnavailable unavailable) {
      throw new ServiceException(
          unavailable.reason() == Reason.UNSUITABLE
              ? KeyFault.CLOUD_HSM_CLUSTER_INVALID_CONFIGURATION
              : KeyFault.CLOUD_HSM_CLUSTER_NOT_ACTIVE,
          "The cluster " + clusterId + " cannot be used: " + unavailable.reason() + ".",
          unavailable);
    }
  }

  private void move(CustomKeyStore store, String clusterId) {
    CloudHsmCluster cluster = cluster(clusterId);
    boolean taken =
        stores.ofCluster(clusterId).filter(other -> !other.id().equals(store.id())).isPresent();
    if (taken || !cluster.isKnownBy(store.trustAnchor())) {
      throw new ServiceException(
          KeyFault.CLOUD_HSM_CLUSTER_NOT_RELATED,
          "The cluster " + clusterId + " is not related to that of " + store.id() + ".");
    }
    requireActive(cluster, clusterId);
    store.moveTo(clusterId);
  }

  private byte[] wrap(String id, SecretBytes password) {
    return rootOfTrust.rootKey().wrap(password, CustomKeyStore.passwordContext(id));
  }

  private void add(CustomKeyStore store) {
    stores.add(store);
    flush();
  }

  /** Of two that take a name at once, the database lets one through. */
  private void flush() {
    try {
      stores.flush();
    } catch (PersistenceException lostTheRace) {
      throw new ServiceException(
          KeyFault.CUSTOM_KEY_STORE_NAME_IN_USE,
          "Another custom key store of that name or cluster has just been made.",
          lostTheRace);
    }
  }

  private CustomKeyStore existing(Caller caller, String id) {
    return own(caller, id, stores.find(id));
  }

  private CustomKeyStore locked(Caller caller, String id) {
    return own(caller, id, stores.lock(id));
  }

  private static CustomKeyStore own(Caller caller, String id, Optional<CustomKeyStore> found) {
    return found
        .filter(store -> store.account().equals(caller.account()))
        .filter(store -> store.region().equals(caller.region()))
        .orElseThrow(() -> notFound(id));
  }

  private void requireDisconnected(CustomKeyStore store) {
    if (store.isToBeConnected()) {
      throw invalidState(store, connections.status(store).state());
    }
  }

  private static ServiceException invalidState(CustomKeyStore store, ConnectionState state) {
    return new ServiceException(
        KeyFault.CUSTOM_KEY_STORE_INVALID_STATE,
        "The custom key store " + store.id() + " is " + state + ".");
  }

  private DescribeCustomKeyStoresResponse only(CustomKeyStore store) {
    return new DescribeCustomKeyStoresResponse(List.of(entry(store)), null, false);
  }

  private CustomKeyStoresListEntry entry(CustomKeyStore store) {
    Status status = connections.checkedStatus(store);
    return new CustomKeyStoresListEntry(
        store.id(),
        store.name(),
        store.clusterId(),
        store.trustAnchor(),
        status.state(),
        status.error(),
        store.createdAt(),
        CustomKeyStoreType.AWS_CLOUDHSM,
        null);
  }
}
