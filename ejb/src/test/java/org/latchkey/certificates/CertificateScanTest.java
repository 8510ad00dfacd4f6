package org.latchkey.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

class CertificateScanTest {

  private static final Predicate<ScannedCertificate> ALL = Objects::nonNull;

  /** Certificates in memory, in the order that a database would give them. */
  private static CertificateScan.Rows rows(List<ScannedCertificate> all) {
    return (place, order, descending, limit) -> {
      Comparator<ScannedCertificate> ascending =
          Comparator.comparing((ScannedCertificate row) -> (Instant) row.position())
              .thenComparing(ScannedCertificate::id);
      Comparator<ScannedCertificate> by = descending ? ascending.reversed() : ascending;
      return all.stream()
          .sorted(by)
          .filter(row -> place == null || by.compare(row, at(place)) > 0)
          .limit(limit)
          .toList();
    };
  }

  private static ScannedCertificate at(CertificatePosition place) {
    return Scanned.certificate(place.id()).at((Instant) place.value()).row();
  }

  private static List<ScannedCertificate> certificates(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> Scanned.certificate("id-%06d".formatted(i)).at(Instant.ofEpochSecond(i / 3)).row())
        .toList();
  }

  private static CertificateScan scan(List<ScannedCertificate> all, boolean descending) {
    return new CertificateScan(rows(all), CertificateOrder.CREATED_AT, descending);
  }

  private static List<String> everyPage(
      CertificateScan scan, Predicate<ScannedCertificate> shown, int limit) {
    List<String> ids = new ArrayList<>();
    @Nullable String token = null;
    do {
      Page<String> page = scan.page(shown, token, limit);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      ids.addAll(page.items());
      token = page.nextMarker();
    } while (token != null);
    return ids;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 100})
  void pages_showEachCertificateOnceInOrder(int limit) {
    List<ScannedCertificate> all = certificates(20);
    List<String> ascending = all.stream().map(ScannedCertificate::id).toList();
    List<String> descending = new ArrayList<>(ascending);
    descending.sort(Comparator.reverseOrder());

    assertThat(everyPage(scan(all, false), ALL, limit)).isEqualTo(ascending);
    assertThat(everyPage(scan(all, true), ALL, limit)).isEqualTo(descending);
  }

  @Test
  void fullPageAtTheEnd_hasNoToken() {
    assertThat(scan(certificates(5), false).page(ALL, null, 5).nextMarker()).isNull();
  }

  @Test
  void rareMatch_endsAPageEarlyWithAToken() {
    List<ScannedCertificate> all = certificates(CertificateScan.MOST_LOOKED_AT + 10);
    String last = all.get(all.size() - 1).id();
    CertificateScan scan = scan(all, false);

    Page<String> first = scan.page(row -> row.id().equals(last), null, 10);

    assertThat(first.items()).isEmpty();
    assertThat(first.nextMarker()).isNotNull();
    assertThat(scan.page(row -> row.id().equals(last), first.nextMarker(), 10).items())
        .containsExactly(last);
  }

  @Test
  void tokenOfAnotherOrder_isRefused() {
    List<ScannedCertificate> all = certificates(5);
    String token = scan(all, false).page(ALL, null, 2).nextMarker();

    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> scan(all, true).page(ALL, token, 2));
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(
            () ->
                new CertificateScan(rows(all), CertificateOrder.NOT_AFTER, false)
                    .page(ALL, token, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "QQ",
        "Q1JFQVRFRF9BVCArIGlkID1ub3QtYS10aW1l",
        // a time that no database knows, and an id with a character that none takes
        "Q1JFQVRFRF9BVCArIGlkID0rMTAwMDAwMDAwMC0xMi0zMVQyMzo1OTo1OS45OTk5OTk5OTla",
        "Q1JFQVRFRF9BVCArIAAgPTIwMjYtMDEtMDFUMDA6MDA6MDBa"
      })
  void madeUpToken_isRefused(String token) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> scan(certificates(5), false).page(ALL, token, 2));
  }
}
