package org.latchkey.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;

class DnsQueriesTest {

  private static final ControlRecord RECORD =
      new ControlRecord("_a1.example.com.", "_b2.acm-validations.latchkey.invalid.");

  private DnsServer server;
  private DnsQueries dns;

  @BeforeEach
  void start() throws IOException {
    server = new DnsServer();
    dns = new DnsQueries("127.0.0.1:" + server.port());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void record_isFoundOnceItIsThere() {
    assertThat(dns.holds(RECORD).join()).isFalse();

    server.cname(RECORD.name(), RECORD.value());

    assertThat(dns.holds(RECORD).join()).isTrue();
  }

  @Test
  void recordWithAnotherValue_isNotIt() {
    server.cname(RECORD.name(), "_c3.acm-validations.latchkey.invalid.");

    assertThat(dns.holds(RECORD).join()).isFalse();
  }

  @Test
  void silentServer_holdsNothing() {
    server.close();

    assertThat(dns.holds(RECORD).join()).isFalse();
  }

  @Test
  void caa_isThatOfTheClosestDomainThatHasAny() throws IOException {
    server.caa("example.com.", "issue", "ca.example.net");

    assertThat(dns.caa("www.shop.example.com"))
        .singleElement()
        .satisfies(record -> assertThat(record.getValue()).isEqualTo("ca.example.net"));
    assertThat(dns.caa("example.org")).isEmpty();
  }

  @Test
  void caaWithoutAnAnswer_isAFailure() {
    server.failOn("example.com.");

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> dns.caa("www.example.com"));
  }

  @Nested
  class Policy {

    private CAARecord record(int flags, String tag, String value) {
      return new CAARecord(Name.root, DClass.IN, 60, flags, tag, value);
    }

    @Test
    void withoutIssueProperties_everyoneMayIssue() {
      assertThat(DnsQueries.allows(List.of(), "ca.test", false)).isTrue();
      assertThat(
              DnsQueries.allows(List.of(record(0, "iodef", "mailto:a@b.test")), "ca.test", false))
          .isTrue();
    }

    @Test
    void issue_letsInWhomItNames() {
      List<CAARecord> records = List.of(record(0, "issue", "CA.test; policy=ev"));

      assertThat(DnsQueries.allows(records, "ca.test", false)).isTrue();
      assertThat(DnsQueries.allows(records, "other.test", false)).isFalse();
      assertThat(DnsQueries.allows(List.of(record(0, "issue", ";")), "ca.test", false)).isFalse();
    }

    @Test
    void issuewild_decidesOverWildcardsAlone() {
      List<CAARecord> records =
          List.of(record(0, "issue", "ca.test"), record(0, "issuewild", "other.test"));

      assertThat(DnsQueries.allows(records, "ca.test", false)).isTrue();
      assertThat(DnsQueries.allows(records, "ca.test", true)).isFalse();
      assertThat(DnsQueries.allows(List.of(record(0, "issue", "ca.test")), "ca.test", true))
          .isTrue();
    }

    @Test
    void unknownCriticalProperty_letsNobodyIn() {
      List<CAARecord> records =
          List.of(record(128, "tbs", "unknown"), record(0, "issue", "ca.test"));

      assertThat(DnsQueries.allows(records, "ca.test", false)).isFalse();
    }
  }
}
