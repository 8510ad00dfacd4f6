package org.latchkey.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latchkey.cloudtrail.EventOperations.EventResource;

class NamedIdentitiesTest {

  private static List<EventResource> named(String source, String request, String response)
      throws JsonProcessingException {
    return NamedIdentities.of(
        new JsonMapper()
            .readTree(
                "{\"eventSource\":\"%s\",\"requestParameters\":%s,\"responseElements\":%s}"
                    .formatted(source, request, response)));
  }

  @Test
  void user_isNamedByNameIdAndArn() throws JsonProcessingException {
    String user =
        """
        {"user": {"path": "/", "userName": "alice", "userId": "AIDA1",
         "arn": "arn:aws:iam::111122223333:user/alice"}}""";

    assertThat(named("iam.amazonaws.com", "{\"userName\": \"alice\"}", user))
        .containsExactly(
            new EventResource("AWS::IAM::User", "alice"),
            new EventResource("AWS::IAM::User", "AIDA1"),
            new EventResource("AWS::IAM::User", "arn:aws:iam::111122223333:user/alice"));
  }

  @Test
  void assumedRole_isNamedWithItsSessionAndAccessKey() throws JsonProcessingException {
    String role = "arn:aws:iam::111122223333:role/deploy";
    String session = "arn:aws:sts::111122223333:assumed-role/deploy/one";
    String response =
        """
        {"credentials": {"accessKeyId": "ASIA1"},
         "assumedRoleUser": {"assumedRoleId": "AROA1:one", "arn": "%s"}}"""
            .formatted(session);

    assertThat(
            named(
                "sts.amazonaws.com",
                "{\"roleArn\": \"%s\", \"durationSeconds\": 900}".formatted(role),
                response))
        .containsExactly(
            new EventResource("AWS::IAM::Role", role),
            new EventResource("AWS::IAM::AccessKey", "ASIA1"),
            new EventResource("AWS::STS::AssumedRole", "AROA1:one"),
            new EventResource("AWS::STS::AssumedRole", session));
  }

  @Test
  void attachment_namesTheUserAndThePolicy() throws JsonProcessingException {
    assertThat(
            named(
                "iam.amazonaws.com",
                "{\"userName\": \"alice\", \"policyArn\": \"arn:aws:iam::aws:policy/P\"}",
                "null"))
        .containsExactly(
            new EventResource("AWS::IAM::User", "alice"),
            new EventResource("AWS::IAM::Policy", "arn:aws:iam::aws:policy/P"));
  }

  @Test
  void recordsOfOtherServices_nameNobody() throws JsonProcessingException {
    assertThat(named("kms.amazonaws.com", "{\"userName\": \"alice\"}", "null")).isEmpty();
  }
}
