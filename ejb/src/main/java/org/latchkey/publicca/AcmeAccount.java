package org.latchkey.publicca;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * This server's account with a CA.
 *
 * <p>Its life: a key at first; the account's URL once the CA has said it. It is never ended here.
 */
@Entity
@Table(name = "acme_account")
class AcmeAccount {

  @Id private String directory;

  @Column(name = "private_key")
  private byte[] privateKey;

  @Column(name = "public_key")
  private byte[] publicKey;

  private @Nullable String location;

  protected AcmeAccount() {}

  /**
   * An account that the CA does not know yet.
   *
   * @param privateKey PKCS #8, wrapped under the root key
   * @param publicKey SubjectPublicKeyInfo, DER
   */
  AcmeAccount(String directory, byte[] privateKey, byte[] publicKey) {
    this.directory = directory;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  void registered(String url) {
    location = url;
  }

  void forget() {
    location = null;
  }

  String directory() {
    return directory;
  }

  byte[] privateKey() {
    return privateKey;
  }

  byte[] publicKey() {
    return publicKey;
  }

  @Nullable String location() {
    return location;
  }
}
