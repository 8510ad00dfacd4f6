package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.latchkey.client.AssociationClient;
import org.latchkey.client.Json;
import org.latchkey.client.LatchkeyClient;
import org.latchkey.tests.RootUser.Service;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.SortBy;
import software.amazon.awssdk.services.acm.model.SortOrder;

/**
 * Pages of lists and searches, and starts of jobs, at 1,000 certificates with as many associations
 * and at 1,000,000: at most ten times as long. {@code -Dlatchkey.scale=} sets the larger number.
 * Then calls while 100,000 of these certificates are renewed.
 */
@Tag("postgresql")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScaleBenchmark {
  private static final int FEW = 1_000;
  private static final int MANY = Integer.getInteger("latchkey.scale", 1_000_000);
  private static final int DUE = Math.min(100_000, MANY);
  private static final int SOME = 20;
  private static final int CALLS = 200;
  private static final int MOST_TIMES_BESIDE = 5;
  private static final int WARM_UPS = 5;
  private static final int ROUNDS = 15;

  /** Below this, what differs is the machine's mood. */
  private static final Duration SHORTEST = Duration.ofMillis(5);

  private LatchkeyServer server;
  private RootUser root;
  private LatchkeyClient acm;
  private JobsClient jobs;
  private String certificateId;

  @BeforeAll
  void start() {
    server = LatchkeyServer.configure().with("LATCHKEY_JOB_INTERVAL_MINUTES", "60").start();
    root = new RootUser(server);
    acm =
        LatchkeyClient.ofAcm(
            RootUser.endpoint(server),
            Region.of(LatchkeyServer.REGION),
            AwsBasicCredentials.create(
                LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY));
    jobs = new JobsClient(root.latchkey());
    String certificate = root.certificate();
    certificateId = certificate.substring(certificate.lastIndexOf('/') + 1);
    Service service = root.register("scaled");
    try (AssociationClient broker =
        AssociationClient.connect(server.broker(), service.name(), service.credentials())) {
      broker.associate(certificate, service.resource("1"), Duration.ofMinutes(1));
    }
  }

  @AfterAll
  void close() {
    acm.close();
    root.close();
    server.close();
  }

  @Test
  @Order(1)
  void pagesAndStarts_takeTenTimesAsLongAtMost() throws SQLException {
    fill(1, FEW);
    Map<String, Duration> few = measure();
    fill(FEW + 1, MANY);
    Map<String, Duration> many = measure();

    few.forEach(
        (what, time) ->
            System.out.printf(
                "%-40s %8.1f ms at %,d %8.1f ms at %,d%n",
                what, millis(time), FEW, millis(many.getOrDefault(what, Duration.ZERO)), MANY));
    Map<String, Double> ratios = new TreeMap<>();
    few.forEach(
        (what, time) -> {
          Duration base = time.compareTo(SHORTEST) < 0 ? SHORTEST : time;
          ratios.put(what, millis(many.getOrDefault(what, Duration.ZERO)) / millis(base));
        });
    assertThat(ratios).allSatisfy((what, ratio) -> assertThat(ratio).as(what).isLessThan(10));
  }

  @Test
  @Order(2)
  void api_answersWhileManyCertificatesAreRenewed() throws SQLException {
    String key = root.kms().createKey().keyMetadata().keyId();
    Map<String, Duration> alone = api(key);
    makeDue();
    long run = jobs.startWhenFree(JobsClient.RENEW);
    Await.until("some are renewed", () -> renewed() >= SOME);
    long before = renewed();
    Instant begun = Instant.now();

    Map<String, Duration> beside = api(key);

    System.out.printf(
        "%,d of %,d renewed in %s%n",
        renewed() - before, DUE, Duration.between(begun, Instant.now()));
    assertThat(jobs.describe(run).completed()).isFalse();
    alone.forEach(
        (what, time) ->
            System.out.printf(
                "%-40s %8.1f ms alone %8.1f ms beside renewals%n",
                what, millis(time), millis(beside.getOrDefault(what, Duration.ZERO))));
    assertThat(beside)
        .allSatisfy(
            (what, time) ->
                assertThat(
                        millis(time) / millis(longer(alone.getOrDefault(what, SHORTEST), SHORTEST)))
                    .as(what)
                    .isLessThan(MOST_TIMES_BESIDE));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /** How long calls take, the median and all but the slowest of twenty. */
  private Map<String, Duration> api(String key) {
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put(
        "Encrypt",
        () ->
            root.kms()
                .encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromUtf8String("x"))));
    calls.put("ListCertificates", () -> root.acm().listCertificates(list -> list.maxItems(100)));
    calls.put("ListAssociations", () -> call("ListAssociations", Map.of("MaxItems", 20)));
    Map<String, Duration> times = new LinkedHashMap<>();
    calls.forEach(
        (what, call) -> {
          long[] sorted = sortedTimes(call, WARM_UPS, CALLS);
          times.put(what + ", the median", Duration.ofNanos(sorted[CALLS / 2]));
          times.put(what + ", 19 of 20", Duration.ofNanos(sorted[CALLS * 19 / 20]));
        });
    return times;
  }

  private long renewed() {
    try (Connection connection = server.database();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from certificate where renewal_status = 'SUCCESS'")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void makeDue() throws SQLException {
    try (Connection connection = server.database();
        Statement statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "update certificate set renewal_due_at = current_timestamp - interval '1 minute'"
                      + " where id in (select id from certificate limit "
                      + DUE
                      + ")"))
          .isEqualTo(DUE);
    }
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }

  private Map<String, Duration> measure() {
    Map<String, Duration> times = new LinkedHashMap<>();
    times.put(
        "ListCertificates", time(() -> root.acm().listCertificates(list -> list.maxItems(100))));
    times.put(
        "ListCertificates, issued",
        time(
            () ->
                root.acm()
                    .listCertificates(
                        list -> list.certificateStatuses(CertificateStatus.ISSUED).maxItems(100))));
    times.put(
        "ListCertificates, by creation",
        time(
            () ->
                root.acm()
                    .listCertificates(
                        list ->
                            list.sortBy(SortBy.CREATED_AT)
                                .sortOrder(SortOrder.DESCENDING)
                                .maxItems(100))));
    times.put("ListCertificates, a later page", time(this::laterPage));
    times.put("SearchCertificates", time(() -> search("")));
    times.put(
        "SearchCertificates, by serial",
        time(
            () ->
                search(
                    """
                    "FilterStatement": {"Filter": {"X509AttributeFilter": {"SerialNumber":
                     "01:23:45:67:89:ab:cd:ef"}}}""")));
    times.put(
        "SearchCertificates, by name",
        time(
            () ->
                search(
                    """
                    "FilterStatement": {"Filter": {"X509AttributeFilter": {"Subject": {"CommonName":
                     {"Value": "host-500.latchkey.test", "ComparisonOperator": "EQUALS"}}}}}""")));
    times.put(
        "SearchCertificates, by part of a name",
        time(
            () ->
                search(
                    """
                    "FilterStatement": {"Filter": {"X509AttributeFilter": {"SubjectAlternativeName":
                     {"DnsName": {"Value": "ost-99", "ComparisonOperator": "CONTAINS"}}}}}""")));
    times.put(
        "SearchCertificates, by status and end",
        time(
            () ->
                search(
                    """
                    "FilterStatement": {"Filter": {"AcmCertificateMetadataFilter": {"Status":
                     "ISSUED"}}}, "SortBy": "NOT_AFTER", "SortOrder": "DESCENDING\"""")));
    times.put(
        "SearchCertificates, by a part of no name",
        time(
            () ->
                search(
                    """
                    "FilterStatement": {"Filter": {"X509AttributeFilter": {"SubjectAlternativeName":
                     {"DnsName": {"Value": "nowhere", "ComparisonOperator": "CONTAINS"}}}}}""")));
    times.put(
        "SearchCertificates, in the midst of equals",
        time(
            () ->
                search(
                    """
                    "SortBy": "STATUS", "NextToken": "%s\""""
                        .formatted(
                            token("STATUS + 80000000-0000-4000-8000-000000000000 =ISSUED")))));
    times.put(
        "SearchCertificates, without a value",
        time(
            () ->
                search(
                    """
                    "SortBy": "REVOKED_AT", "NextToken": "%s\""""
                        .formatted(token("REVOKED_AT + 80000000-0000-4000-8000-000000000000 ")))));
    times.put("ListAssociations", time(() -> call("ListAssociations", Map.of("MaxItems", 20))));
    times.put(
        "ListAssociations, broken",
        time(() -> call("ListAssociations", Map.of("MaxItems", 20, "Status", "BROKEN"))));
    times.put("ListReencryptions", time(() -> call("ListReencryptions", Map.of())));
    for (String job :
        new String[] {
          JobsClient.RENEW,
          JobsClient.REENCRYPT,
          "expiry-events",
          "check-associations",
          "delete-keys",
          "rotate-keys",
          "publish-crls",
          "sign-ocsp-answers"
        }) {
      times.put("StartJob " + job, time(() -> jobs.awaitCompleted(jobs.startWhenFree(job)), 1, 3));
    }
    times.put("StartReencryption, to its first outcome", time(this::beginReencryption, 1, 3));
    return times;
  }

  /**
   * Everything is to be moved; the copies' private keys are another certificate's and cannot be.
   */
  private void beginReencryption() {
    try (Connection connection = server.database();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("update reencryption set status = 'COMPLETED', open_for = null");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    Map<String, String> id =
        Map.of(
            "ReencryptionId",
            answer("StartReencryption", Map.of("NewKey", true))
                .path("Reencryption")
                .path("ReencryptionId")
                .asText());
    Await.until(
        "a private key has an outcome",
        () -> {
          JsonNode now = answer("DescribeReencryption", id);
          return now.path("Reencrypted").asLong() + now.path("Failed").asLong() > 0;
        });
    call("PauseReencryption", id);
  }

  private void laterPage() {
    String token = root.acm().listCertificates(list -> list.maxItems(100)).nextToken();
    root.acm().listCertificates(list -> list.maxItems(100).nextToken(token));
  }

  /** As the server makes them, for a place that is far from the first page. */
  private static String token(String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(position.getBytes(StandardCharsets.UTF_8));
  }

  private void search(String members) {
    acm.call("SearchCertificates", "{" + members + "}");
  }

  private void call(String operation, Map<String, ?> request) {
    root.latchkey().call(operation, Json.write(request));
  }

  private JsonNode answer(String operation, Map<String, ?> request) {
    return Json.tree(root.latchkey().call(operation, Json.write(request)));
  }

  private static Duration time(Runnable what) {
    return time(what, WARM_UPS, ROUNDS);
  }

  /** The median. */
  private static Duration time(Runnable what, int warmUps, int rounds) {
    return Duration.ofNanos(sortedTimes(what, warmUps, rounds)[rounds / 2]);
  }

  private static long[] sortedTimes(Runnable what, int warmUps, int rounds) {
    for (int i = 0; i < warmUps; i++) {
      what.run();
    }
    long[] times = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      long begun = System.nanoTime();
      what.run();
      times[i] = System.nanoTime() - begun;
    }
    Arrays.sort(times);
    return times;
  }

  /** Copies the one certificate and its association, each copy with names and times of its own. */
  private void fill(int from, int to) throws SQLException {
    String id = "cast(md5(cast(n as varchar)) as uuid)";
    Map<String, String> certificate = new LinkedHashMap<>();
    certificate.put("id", id);
    certificate.put("domain_name", "'host-' || n || '.latchkey.test'");
    certificate.put("common_name", "'host-' || n || '.latchkey.test'");
    certificate.put("alternative_names", "'host-' || n || '.latchkey.test'");
    certificate.put("serial", "md5('serial ' || n)");
    certificate.put("created_at", "t.created_at - n * interval '1 second'");
    certificate.put("issued_at", "t.issued_at - n * interval '1 second'");
    certificate.put("renewal_due_at", "t.renewal_due_at + n * interval '1 second'");
    Map<String, String> association = new LinkedHashMap<>();
    association.put("id", id);
    association.put("certificate_id", id);
    association.put(
        "certificate_arn",
        "replace(t.certificate_arn, '" + certificateId + "', cast(" + id + " as varchar))");
    association.put("grant_id", "md5('grant ' || n)");
    association.put("resource_arn", "t.resource_arn || n");
    association.put("check_due_at", "timestamp with time zone '2100-01-01 00:00:00Z'");
    try (Connection connection = server.database();
        Statement statement = connection.createStatement()) {
      Map<String, String> indexes = indexes(statement);
      for (String index : indexes.keySet()) {
        statement.execute("drop index " + index);
      }
      // Every foreign key of the copies is the original's, or that of a copy made before it.
      statement.execute("set session_replication_role = replica");
      copy(statement, "certificate", "t.id = '" + certificateId + "'", certificate, from, to);
      statement.executeUpdate(
          "insert into certificate_name select "
              + id
              + ", 'host-' || n || '.latchkey.test' from generate_series(%d, %d) n"
                  .formatted(from, to));
      statement.executeUpdate(
          """
          insert into ocsp_answer (authority_id, serial, issuer_hash, encoded, this_update,
           next_update, asked_at, due_at)
           select (select min(id) from certificate_authority), md5(cast(n as varchar)), 'SHA1_NULL',
           cast(repeat('x', 900) as bytea), current_timestamp, current_timestamp,
           current_timestamp, timestamp with time zone '2100-01-01 00:00:00Z'
           from generate_series(%d, %d) n"""
              .formatted(from, to));
      copy(
          statement,
          "association",
          "t.certificate_id = '" + certificateId + "'",
          association,
          from,
          to);
      Instant begun = Instant.now();
      for (String definition : indexes.values()) {
        statement.execute(definition);
      }
      statement.execute("vacuum analyze");
      System.out.printf(
          "%d indexes in %s%n", indexes.size(), Duration.between(begun, Instant.now()));
    }
  }

  /**
   * The filled tables' indexes by name, those of constraints left out: to make them anew takes a
   * tenth of the time that a million rows take to find their places in each.
   */
  private static Map<String, String> indexes(Statement statement) throws SQLException {
    Map<String, String> indexes = new LinkedHashMap<>();
    try (ResultSet known =
        statement.executeQuery(
            """
            select indexname, indexdef from pg_indexes where schemaname = 'public'
             and tablename in ('certificate', 'certificate_name', 'association', 'ocsp_answer')
             and indexname not in (select conname from pg_constraint)""")) {
      while (known.next()) {
        indexes.put(known.getString(1), known.getString(2));
      }
    }
    return indexes;
  }

  private static void copy(
      Statement statement, String table, String which, Map<String, String> own, int from, int to)
      throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    try (ResultSet known =
        statement.executeQuery(
            "select column_name from information_schema.columns where table_name = '"
                + table
                + "' and table_schema = 'public'")) {
      while (known.next()) {
        String name = known.getString(1);
        columns.put(name, own.getOrDefault(name, "t." + name));
      }
    }
    Instant begun = Instant.now();
    int rows =
        statement.executeUpdate(
            "insert into %s (%s) select %s from %s t, generate_series(%d, %d) n where %s"
                .formatted(
                    table,
                    String.join(", ", columns.keySet()),
                    columns.values().stream().collect(Collectors.joining(", ")),
                    table,
                    from,
                    to,
                    which));
    System.out.printf(
        "%,d rows of %s in %s%n", rows, table, Duration.between(begun, Instant.now()));
  }
}
