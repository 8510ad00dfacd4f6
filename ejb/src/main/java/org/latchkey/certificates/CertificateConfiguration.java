package org.latchkey.certificates;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an account has set for its certificates in a Region. */
@Entity
@Table(name = "certificate_configuration")
class CertificateConfiguration {

  /** How many days before a certificate's end its owner is first told of it. */
  static final int DEFAULT_DAYS_BEFORE_EXPIRY = 45;

  /** An account in a Region. */
  @Embeddable
  static class Home implements Serializable {

    private static final long serialVersionUID = 1;

    private String account;
    private String region;

    protected Home() {}

    Home(String account, String region) {
      this.account = account;
      this.region = region;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Home home
          && account.equals(home.account)
          && region.equals(home.region);
    }

    @Override
    public int hashCode() {
      return Objects.hash(account, region);
    }
  }

  // found by
  @SuppressWarnings("UnusedVariable")
  @EmbeddedId
  private Home home;

  @Column(name = "days_before_expiry")
  private int daysBeforeExpiry;

  protected CertificateConfiguration() {}

  CertificateConfiguration(String account, String region) {
    this.home = new Home(account, region);
    this.daysBeforeExpiry = DEFAULT_DAYS_BEFORE_EXPIRY;
  }

  void warn(int days) {
    daysBeforeExpiry = days;
  }

  int daysBeforeExpiry() {
    return daysBeforeExpiry;
  }
}
