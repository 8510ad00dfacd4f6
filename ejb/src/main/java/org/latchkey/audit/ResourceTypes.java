package org.latchkey.audit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;

/** What CloudFormation calls the kinds of resources, and CloudTrail after it. */
public final class ResourceTypes {

  private ResourceTypes() {}

  /** The type of the resource with that ARN, for example {@code AWS::KMS::Key}, where known. */
  public static Optional<String> of(Arn resource) {
    return Optional.ofNullable(nameOf(resource));
  }

  private static @Nullable String nameOf(Arn arn) {
    String resource = arn.resource();
    int end = 0;
    while (end < resource.length() && "/:".indexOf(resource.charAt(end)) < 0) {
      end++;
    }
    return switch (arn.service() + '/' + resource.substring(0, end)) {
      case "kms/key" -> "AWS::KMS::Key";
      case "kms/alias" -> "AWS::KMS::Alias";
      case "acm/certificate" -> "AWS::ACM::Certificate";
      case "acm-pca/certificate-authority" -> "AWS::ACMPCA::CertificateAuthority";
      case "secretsmanager/secret" -> "AWS::SecretsManager::Secret";
      case "iam/user" -> "AWS::IAM::User";
      case "iam/role" -> "AWS::IAM::Role";
      case "iam/group" -> "AWS::IAM::Group";
      case "iam/policy" -> "AWS::IAM::Policy";
      default -> null;
    };
  }
}
