package org.latchkey.keys;

import org.latchkey.access.ParsedPolicies;
import org.latchkey.access.PolicyDocument;
import org.latchkey.access.PolicyKind;

/** The key policies that Latchkey writes itself. */
final class KeyPolicies {

  // shared by all keys: most policies are one of a few texts
  private static final ParsedPolicies PARSED = new ParsedPolicies(1_000);

  private KeyPolicies() {}

  static PolicyDocument parse(String policy) {
    return PARSED.parse(policy, PolicyKind.RESOURCE);
  }

  /**
   * The policy of a key whose maker gave none: the account may do everything, and lets its users do
   * so through IAM policies.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html">AWS
   *     KMS Developer Guide, Default key policy</a>
   */
  static String forOwner(String account) {
    return """
        {
          "Version" : "2012-10-17",
          "Id" : "key-default-1",
          "Statement" : [ {
            "Sid" : "Enable IAM User Permissions",
            "Effect" : "Allow",
            "Principal" : {
              "AWS" : "arn:aws:iam::%s:root"
            },
            "Action" : "kms:*",
            "Resource" : "*"
          } ]
        }"""
        .formatted(account);
  }

  /**
   * The policy of the key that a service manages for an account: cryptographic use only through
   * that service, by the account's own principals or by the service itself; reading and revoking
   * grants for the account.
   *
   * @param service for example {@code acm}
   */
  static String forService(String account, String region, String service) {
    return """
        {
          "Version" : "2012-10-17",
          "Id" : "auto-%2$s-1",
          "Statement" : [ {
            "Sid" : "Allow use through %2$s by principals of the account that may use %2$s",
            "Effect" : "Allow",
            "Principal" : {
              "AWS" : "*"
            },
            "Action" : [ "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey" ],
            "Resource" : "*",
            "Condition" : {
              "StringEquals" : {
                "kms:CallerAccount" : "%1$s",
                "kms:ViaService" : "%2$s.%3$s.amazonaws.com"
              }
            }
          }, {
            "Sid" : "Allow %2$s itself",
            "Effect" : "Allow",
            "Principal" : {
              "Service" : "%2$s.amazonaws.com"
            },
            "Action" : [ "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:RevokeGrant", "kms:RetireGrant", "kms:ListGrants", "kms:DescribeKey" ],
            "Resource" : "*",
            "Condition" : {
              "StringEquals" : {
                "kms:CallerAccount" : "%1$s"
              }
            }
          }, {
            "Sid" : "Allow direct access to key metadata to the account",
            "Effect" : "Allow",
            "Principal" : {
              "AWS" : "arn:aws:iam::%1$s:root"
            },
            "Action" : [ "kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant" ],
            "Resource" : "*"
          } ]
        }"""
        .formatted(account, service, region);
  }

  /**
   * The policy of a key that belongs to a service and to nobody else, such as a private CA's.
   *
   * @param service for example {@code acm-pca}
   */
  static String ownedByService(String service) {
    return """
        {
          "Version" : "2012-10-17",
          "Id" : "owned-by-%1$s-1",
          "Statement" : [ {
            "Sid" : "Allow %1$s",
            "Effect" : "Allow",
            "Principal" : {
              "Service" : "%1$s.amazonaws.com"
            },
            "Action" : [ "kms:Sign", "kms:Verify", "kms:GetPublicKey", "kms:DescribeKey" ],
            "Resource" : "*"
          } ]
        }"""
        .formatted(service);
  }
}
