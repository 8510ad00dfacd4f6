package org.latchkey.authorities;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.latchkey.x509.DistinguishedName;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.SignatureAlgorithm;

class AuthorityTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant END = NOW.plus(Duration.ofDays(100));
  private static final Instant LATER = END.plusSeconds(1);

  private static Authority authority() {
    return new Authority(
        "1",
        "111122223333",
        "us-east-1",
        AuthorityType.ROOT,
        UsageMode.GENERAL_PURPOSE,
        new AuthorityConfiguration(
            KeyAlgorithm.EC_prime256v1,
            SignatureAlgorithm.SHA256WITHECDSA,
            DistinguishedName.ofCommonName("root"),
            null),
        null,
        "FIPS_140_2_LEVEL_3_OR_HIGHER",
        Map.of("team", "blue"),
        "key",
        "csr",
        NOW);
  }

  private static Authority certified() {
    Authority authority = authority();
    authority.activate("certificate", null, "01", NOW, END, NOW);
    return authority;
  }

  @Test
  void status_expiresWithTheCertificate() {
    Authority authority = certified();

    assertThat(authority().status(LATER)).isEqualTo(AuthorityStatus.PENDING_CERTIFICATE);
    assertThat(authority.status(END)).isEqualTo(AuthorityStatus.ACTIVE);
    assertThat(authority.status(LATER)).isEqualTo(AuthorityStatus.EXPIRED);
  }

  @Test
  void authorityDisabledBeforeItsEnd_staysSoWithANewCertificate() {
    Authority authority = certified();
    authority.enable(false, NOW);

    assertThat(authority.status(LATER)).isEqualTo(AuthorityStatus.EXPIRED);
    authority.activate("certificate", null, "02", NOW, LATER.plusSeconds(1), LATER);

    assertThat(authority.status(LATER)).isEqualTo(AuthorityStatus.DISABLED);
  }

  @Test
  void restoredAuthority_isWhatItWas() {
    Authority authority = certified();
    authority.enable(false, NOW);
    authority.delete(NOW.plus(Duration.ofDays(7)), NOW);

    assertThat(authority.status(NOW)).isEqualTo(AuthorityStatus.DELETED);
    assertThat(authority.isGone(NOW.plus(Duration.ofDays(7)).minusSeconds(1))).isFalse();
    assertThat(authority.isGone(NOW.plus(Duration.ofDays(7)))).isTrue();
    authority.restore(NOW);

    assertThat(authority.status(NOW)).isEqualTo(AuthorityStatus.DISABLED);
    assertThat(authority.status(LATER)).isEqualTo(AuthorityStatus.EXPIRED);
  }

  @Test
  void untag_removesAValueOnlyWhereItIsTheTags() {
    Authority authority = authority();
    authority.tag(Map.of("stage", "test"));
    Map<String, @Nullable String> removed = new HashMap<>();
    removed.put("team", "red");
    removed.put("stage", null);

    authority.untag(removed);

    assertThat(authority.tags()).containsExactly(Map.entry("team", "blue"));
  }
}
