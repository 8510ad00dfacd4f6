package org.latchkey.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.Caller;

class CloudTrailRecordTest {

  private static final Caller SERVICE =
      Caller.service("acm.amazonaws.com", "111122223333", "us-east-1", "1");

  public record Request(String userName) {}

  public record Key(String userName, String accessKeyId, SecretBytes secretAccessKey) {}

  public record Response(Key accessKey, String sessionToken) {}

  private static JsonNode record(String source, String name, @Nullable Record response)
      throws JsonProcessingException {
    String json =
        CloudTrailRecord.json(
            new AuditEvent(
                Instant.EPOCH,
                SERVICE,
                "us-east-1",
                source,
                name,
                "1",
                null,
                null,
                new Request("alice"),
                response,
                List.of(),
                null,
                null),
            "event-1");
    assertThat(json).doesNotContain("canary");
    return new JsonMapper().readTree(json);
  }

  private static AuditEvent call(Caller caller) {
    return new AuditEvent(
        Instant.EPOCH,
        caller,
        "us-east-1",
        "kms.amazonaws.com",
        "Encrypt",
        "1",
        null,
        null,
        new Request("alice"),
        List.of(),
        null,
        null);
  }

  private static Caller user(String account) {
    return new Caller(
        Caller.Type.USER,
        account,
        "arn:aws:iam::" + account + ":user/canary",
        "AIDAEXAMPLE",
        "us-east-1",
        "AKIACANARY",
        null,
        null,
        "1",
        true,
        null,
        Map.of(),
        null);
  }

  @Test
  void copyForTheResourcesOwner_saysOfTheCallerOnlyWhoseItIs() {
    AuditEvent event = call(user("111122223333"));

    assertThat(
            CloudTrailRecord.json(
                event, new CloudTrailRecord.Copy("event-1", "444455556666", "shared-1")))
        .contains(
            "\"userIdentity\":{\"type\":\"AWSAccount\",\"principalId\":\"AIDAEXAMPLE\","
                + "\"accountId\":\"111122223333\"},")
        .doesNotContainIgnoringCase("canary");
    assertThat(
            CloudTrailRecord.json(
                event, new CloudTrailRecord.Copy("event-1", "111122223333", "shared-1")))
        .contains("\"type\":\"IAMUser\"", "\"userName\":\"canary\"");
  }

  @Test
  void sessionOfARole_namesTheRoleWithItsPathAndTheProvider() throws JsonProcessingException {
    String roleArn = "arn:aws:iam::111122223333:role/builds/Pipeline";
    String provider = "arn:aws:iam::111122223333:oidc-provider/id.latchkey.test";
    Caller caller =
        new Caller(
            Caller.Type.ROLE_SESSION,
            "111122223333",
            "arn:aws:sts::111122223333:assumed-role/Pipeline/one",
            "AROAEXAMPLE:one",
            "us-east-1",
            "ASIAEXAMPLE",
            null,
            null,
            "1",
            true,
            null,
            Map.of(),
            null,
            new Caller.Session(
                roleArn, Instant.EPOCH, List.of(), List.of(), Set.of(), null, provider));

    JsonNode context =
        new JsonMapper()
            .readTree(CloudTrailRecord.json(call(caller), "event-1"))
            .at("/userIdentity/sessionContext");

    assertThat(context.at("/sessionIssuer/arn").asText()).isEqualTo(roleArn);
    assertThat(context.at("/sessionIssuer/userName").asText()).isEqualTo("Pipeline");
    assertThat(context.path("webIdFederationData").toString())
        .isEqualTo("{\"federatedProvider\":\"" + provider + "\",\"attributes\":{}}");
  }

  @Test
  void resource_hasItsType() throws JsonProcessingException {
    AuditEvent event =
        new AuditEvent(
            Instant.EPOCH,
            SERVICE,
            "us-east-1",
            "kms.amazonaws.com",
            "Decrypt",
            "1",
            null,
            null,
            null,
            List.of("arn:aws:kms:us-east-1:111122223333:key/1"),
            null,
            null);

    assertThat(
            new JsonMapper()
                .readTree(CloudTrailRecord.json(event, "event-1"))
                .path("resources")
                .toString())
        .isEqualTo(
            "[{\"ARN\":\"arn:aws:kms:us-east-1:111122223333:key/1\","
                + "\"accountId\":\"111122223333\",\"type\":\"AWS::KMS::Key\"}]");
  }

  private static Response response() {
    return new Response(
        new Key("alice", "AKIAEXAMPLE", SecretBytes.owning("canary-1".getBytes(UTF_8))),
        "canary-2");
  }

  @Test
  void whatIamMade_isShownWithoutItsSecrets() throws JsonProcessingException {
    assertThat(
            record("iam.amazonaws.com", "CreateAccessKey", response())
                .path("responseElements")
                .toString())
        .isEqualTo("{\"accessKey\":{\"userName\":\"alice\",\"accessKeyId\":\"AKIAEXAMPLE\"}}");
  }

  @Test
  void issuedCredentials_areShownAlthoughNothingChanges() throws JsonProcessingException {
    JsonNode record = record("sts.amazonaws.com", "AssumeRole", response());

    assertThat(record.path("readOnly").asBoolean()).isTrue();
    assertThat(record.at("/responseElements/accessKey/accessKeyId").asText())
        .isEqualTo("AKIAEXAMPLE");
  }

  @Test
  void whatIsReadOrAnotherServices_isNotShown() throws JsonProcessingException {
    assertThat(
            record("iam.amazonaws.com", "ListAccessKeys", response())
                .path("responseElements")
                .isNull())
        .isTrue();
    assertThat(
            record("kms.amazonaws.com", "CreateKey", response()).path("responseElements").isNull())
        .isTrue();
    assertThat(record("iam.amazonaws.com", "DeleteUser", null).path("responseElements").isNull())
        .isTrue();
  }
}
