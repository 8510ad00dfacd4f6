package org.latchkey.keys;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A custom key store: a hardware security module that keeps the material of some KMS keys.
 *
 * <p>Its life: created disconnected; connected and disconnected at will; changed and deleted only
 * while it is disconnected. What is stored is whether it is to be connected: each node opens a
 * session of its own, and knows for itself whether that has worked. Every connecting has a number,
 * by which a node sees that its session belongs to an earlier one.
 */
@Entity
@Table(name = "custom_key_store")
class CustomKeyStore {

  @Id private String id;

  private String account;
  private String region;
  private String name;

  @Column(name = "cluster_id")
  private String clusterId;

  @Column(name = "trust_anchor")
  private String trustAnchor;

  /** The token user's password, wrapped under the root key. */
  @Column(name = "wrapped_password")
  private byte[] wrappedPassword;

  private boolean connected;

  @Column(name = "connection_number")
  private long connectionNumber;

  @Column(name = "created_at")
  private Instant createdAt;

  @Version private long version;

  protected CustomKeyStore() {}

  CustomKeyStore(
      String id,
      String account,
      String region,
      String name,
      String clusterId,
      String trustAnchor,
      byte[] wrappedPassword,
      Instant createdAt) {
    this.id = id;
    this.account = account;
    this.region = region;
    this.name = name;
    this.clusterId = clusterId;
    this.trustAnchor = trustAnchor;
    this.wrappedPassword = wrappedPassword;
    this.createdAt = createdAt;
  }

  void rename(String newName) {
    name = newName;
  }

  void moveTo(String newClusterId) {
    clusterId = newClusterId;
  }

  void changePassword(byte[] wrapped) {
    wrappedPassword = wrapped;
  }

  void connect() {
    connected = true;
    connectionNumber++;
  }

  void disconnect() {
    connected = false;
  }

  /** What the wrapped password is bound to. */
  static byte[] passwordContext(String id) {
    return ("latchkey:custom-key-store-password:" + id).getBytes(StandardCharsets.UTF_8);
  }

  String id() {
    return id;
  }

  String account() {
    return account;
  }

  String region() {
    return region;
  }

  String name() {
    return name;
  }

  String clusterId() {
    return clusterId;
  }

  String trustAnchor() {
    return trustAnchor;
  }

  byte[] wrappedPassword() {
    return wrappedPassword;
  }

  boolean isToBeConnected() {
    return connected;
  }

  long connectionNumber() {
    return connectionNumber;
  }

  Instant createdAt() {
    return createdAt;
  }
}
