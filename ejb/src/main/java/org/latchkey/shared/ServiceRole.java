package org.latchkey.shared;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The roles that the server's own services act in, one of each in every account: a service that
 * acts by itself may do what its role's policy says at the most. They are there to be seen; nobody
 * can change or assume them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html">IAM
 *     User Guide, Create a service-linked role</a>
 */
public enum ServiceRole {
  /** Renews, re-encrypts and hands out certificates. */
  CERTIFICATE_MANAGER("acm", "CertificateManager", "ACM"),
  /** Signs with the keys of private CAs, and removes what is left of them. */
  PRIVATE_CA("acm-pca", "PrivateCA", "PCA"),
  /** Rotates and deletes keys when their time has come. */
  KEY_MANAGEMENT_SERVICE("kms", "KeyManagementService", "KMS"),
  /** Signs the digests of the audit trail. */
  AUDIT_TRAIL("latchkey-audit", "AuditTrail", "LAT");

  /** Where such roles are, and where no other role can be. */
  public static final String PATH = "/aws-service-role/";

  private static final Map<String, ServiceRole> BY_PRINCIPAL =
      Arrays.stream(values())
          .collect(
              Collectors.toUnmodifiableMap(ServiceRole::servicePrincipal, Function.identity()));

  private final String servicePrincipal;
  private final String name;
  private final String code;

  ServiceRole(String service, String name, String code) {
    this.servicePrincipal = service + ".amazonaws.com";
    this.name = name;
    this.code = code;
  }

  /** The role of a service principal, for example {@code acm.amazonaws.com}. */
  public static Optional<ServiceRole> of(String servicePrincipal) {
    return Optional.ofNullable(BY_PRINCIPAL.get(servicePrincipal));
  }

  public String servicePrincipal() {
    return servicePrincipal;
  }

  /** The role's name, for example {@code AWSServiceRoleForCertificateManager}. */
  public String roleName() {
    return "AWSServiceRoleFor" + name;
  }

  public String path() {
    return PATH + servicePrincipal() + "/";
  }

  public Arn arn(String account) {
    return Arn.of("iam", "", account, "role" + path() + roleName());
  }

  /** The role's unique id in an account, which follows from the account's. */
  public String id(String account) {
    StringBuilder id = new StringBuilder("AROASL").append(code);
    account.chars().forEach(digit -> id.append((char) ('A' + digit - '0')));
    return id.toString();
  }

  /** The managed policy that says what the service may do. */
  public String policyArn() {
    return "arn:aws:iam::aws:policy" + path() + name + "ServiceRolePolicy";
  }

  /** The role's trust policy: the service alone. */
  public String trustPolicy() {
    return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
        "Principal":{"Service":"%s"},"Action":"sts:AssumeRole"}]}"""
        .formatted(servicePrincipal());
  }
}
