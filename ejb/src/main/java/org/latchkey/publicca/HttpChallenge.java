package org.latchkey.publicca;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** What a CA is to find when it fetches a token (RFC 8555 section 8.3). */
@Entity
@Table(name = "http_challenge")
class HttpChallenge {

  @Id private String token;

  @Column(name = "key_authorization")
  private String keyAuthorization;

  // removed by
  @SuppressWarnings("UnusedVariable")
  @Column(name = "created_at")
  private Instant createdAt;

  protected HttpChallenge() {}

  HttpChallenge(String token, String keyAuthorization, Instant createdAt) {
    this.token = token;
    this.keyAuthorization = keyAuthorization;
    this.createdAt = createdAt;
  }

  String keyAuthorization() {
    return keyAuthorization;
  }
}
