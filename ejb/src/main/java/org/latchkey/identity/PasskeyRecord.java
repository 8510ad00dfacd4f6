package org.latchkey.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A passkey of a user: a public key whose private half an authenticator of the user's holds. */
@Entity
@Table(name = "passkey")
class PasskeyRecord {

  @Id
  @Column(name = "credential_id")
  private String credentialId;

  @Column(name = "serial_number")
  private String serialNumber;

  private String account;

  @Column(name = "user_id")
  private String userId;

  @Column(name = "relying_party")
  private String relyingParty;

  @Column(name = "public_key")
  private byte[] publicKey;

  @Column(name = "sign_count")
  private long signCount;

  @Column(name = "enabled_at")
  private Instant enabledAt;

  @Column(name = "last_used_at")
  private @Nullable Instant lastUsedAt;

  protected PasskeyRecord() {}

  PasskeyRecord(Passkey passkey) {
    this.credentialId = passkey.credentialId();
    this.serialNumber = passkey.serialNumber();
    this.account = passkey.account();
    this.userId = passkey.userId();
    this.relyingParty = passkey.relyingParty();
    this.publicKey = passkey.publicKey();
    this.signCount = passkey.signCount();
    this.enabledAt = passkey.enabledAt();
  }

  void used(long count, Instant now) {
    signCount = count;
    lastUsedAt = now;
  }

  Passkey snapshot() {
    return new Passkey(
        credentialId, serialNumber, account, userId, relyingParty, publicKey, signCount, enabledAt);
  }
}
