package org.latchkey.tests;

import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** A user that was made for a test, with an access key of its own. */
record IamUser(String name, String arn, String userId, AwsBasicCredentials credentials) {

  /** A new user who may do nothing. */
  static IamUser create(IamClient iam) {
    String name = "user-" + UUID.randomUUID();
    var user = iam.createUser(request -> request.userName(name)).user();
    AccessKey key = iam.createAccessKey(request -> request.userName(name)).accessKey();
    return new IamUser(
        name,
        user.arn(),
        user.userId(),
        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
  }

  /** A new user with one policy, a statement each of these. */
  static IamUser create(IamClient iam, String... statements) {
    IamUser user = create(iam);
    user.put(iam, statements);
    return user;
  }

  /** Gives it these statements, in the place of those that it had. */
  void put(IamClient iam, String... statements) {
    iam.putUserPolicy(
        request ->
            request.userName(name).policyName("test").policyDocument(PolicyText.of(statements)));
  }

  AwsClients clients(LatchkeyServer server) {
    return AwsClients.of(server, credentials);
  }
}
