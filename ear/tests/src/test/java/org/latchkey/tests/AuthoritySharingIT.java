package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.ActionType;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthority;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.Permission;
import software.amazon.awssdk.services.acmpca.model.ResourceOwner;
import software.amazon.awssdk.services.acmpca.model.Tag;

/** Tags, permissions and policies of private authorities. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthoritySharingIT {
  private static final String ACM = "acm.amazonaws.com";
  private static final String OTHER_ACCOUNT = "210987654321";

  private final LatchkeyServer server;
  private final AwsClients clients;
  private final AcmPcaClient acmPca;
  private final AuthorityClient authorities;

  AuthoritySharingIT(LatchkeyServer server) {
    this.server = server;
    clients = AwsClients.root(server);
    acmPca = clients.acmPca();
    authorities = new AuthorityClient(acmPca);
  }

  @AfterAll
  void close() {
    clients.close();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Test
  void tags_areAddedChangedAndRemoved() {
    String arn =
        authorities.create(
            CertificateAuthorityType.ROOT, "tagged", request -> request.tags(tag("a", "1")));

    acmPca.tagCertificateAuthority(
        request -> request.certificateAuthorityArn(arn).tags(tag("a", "2"), tag("b", "3")));
    acmPca.untagCertificateAuthority(
        request ->
            request
                .certificateAuthorityArn(arn)
                .tags(tag("a", "another value"), Tag.builder().key("b").build()));

    assertThat(
            acmPca
                .listTagsPaginator(request -> request.certificateAuthorityArn(arn).maxResults(1))
                .tags())
        .containsExactly(tag("a", "2"));
    assertRefused(
        "InvalidTagException",
        () ->
            acmPca.tagCertificateAuthority(
                request -> request.certificateAuthorityArn(arn).tags(tag("aws:x", "1"))));
  }

  @Test
  void permission_isGivenListedAndTakenBack() {
    String arn = authorities.root("permitting");
    acmPca.createPermission(
        request ->
            request
                .certificateAuthorityArn(arn)
                .principal(ACM)
                .actions(ActionType.ISSUE_CERTIFICATE, ActionType.GET_CERTIFICATE));

    assertThat(
            acmPca
                .listPermissionsPaginator(request -> request.certificateAuthorityArn(arn))
                .permissions())
        .singleElement()
        .satisfies(
            permission -> {
              assertThat(permission.principal()).isEqualTo(ACM);
              assertThat(permission.sourceAccount()).isEqualTo(LatchkeyServer.ACCOUNT_ID);
              assertThat(permission.actions())
                  .containsExactlyInAnyOrder(
                      ActionType.ISSUE_CERTIFICATE, ActionType.GET_CERTIFICATE);
            });
    assertRefused(
        "PermissionAlreadyExistsException",
        () ->
            acmPca.createPermission(
                request ->
                    request
                        .certificateAuthorityArn(arn)
                        .principal(ACM)
                        .actions(ActionType.LIST_PERMISSIONS)));
    assertRefused(
        "ValidationException",
        () ->
            acmPca.createPermission(
                request ->
                    request
                        .certificateAuthorityArn(arn)
                        .principal("elasticloadbalancing.amazonaws.com")
                        .actions(ActionType.LIST_PERMISSIONS)));

    acmPca.deletePermission(request -> request.certificateAuthorityArn(arn).principal(ACM));

    assertThat(
            acmPca.listPermissions(request -> request.certificateAuthorityArn(arn)).permissions())
        .isEqualTo(List.<Permission>of());
    assertRefused(
        "ResourceNotFoundException",
        () ->
            acmPca.deletePermission(
                request -> request.certificateAuthorityArn(arn).principal(ACM)));
  }

  @Test
  void policy_isKeptAsItWasWritten() {
    String arn = authorities.root("shared");
    String policy = policy(arn, "acm-pca:IssueCertificate");

    acmPca.putPolicy(request -> request.resourceArn(arn).policy(policy));

    assertThat(acmPca.getPolicy(request -> request.resourceArn(arn)).policy()).isEqualTo(policy);
    acmPca.deletePolicy(request -> request.resourceArn(arn));
    assertRefused(
        "ResourceNotFoundException", () -> acmPca.getPolicy(request -> request.resourceArn(arn)));
  }

  @Test
  void policyThatSharesTooMuch_isRefused() {
    String arn = authorities.root("not shared");

    for (String policy :
        new String[] {
          "{}",
          policy(arn, "acm-pca:DeleteCertificateAuthority"),
          policy(arn, "acm-pca:*"),
          policy(arn + "0", "acm-pca:IssueCertificate")
        }) {
      assertRefused(
          "InvalidPolicyException",
          () -> acmPca.putPolicy(request -> request.resourceArn(arn).policy(policy)));
    }
  }

  @Test
  void authoritiesOfAnOrganization_areListedByWhoeverMayDescribeThem() {
    String organization = clients.organizations().describeOrganization().organization().id();
    try (MemberAccount member = MemberAccount.create(server, clients)) {
      List<String> shared = new ArrayList<>();
      shared.add(sharedWithAccount(member.id()));
      shared.add(sharedWithOrganization(organization));
      shared.add(sharedWithOrganization(organization));
      String ofOthers = sharedWithOrganization("o-0000000000");

      assertThat(listedBy(member.administrator())).containsAll(shared).doesNotContain(ofOthers);
      assertThat(listedBy(clients)).doesNotContainAnyElementsOf(shared);
      acmPca.deletePolicy(request -> request.resourceArn(shared.get(2)));
      assertThat(listedBy(member.administrator())).doesNotContain(shared.get(2));
    }
  }

  private String sharedWithAccount(String account) {
    String arn = authorities.root("shared with an account");
    String policy = policy(account, arn, "acm-pca:DescribeCertificateAuthority");
    acmPca.putPolicy(request -> request.resourceArn(arn).policy(policy));
    return arn;
  }

  private String sharedWithOrganization(String organization) {
    String arn = authorities.root("shared with an organization");
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{
          "Sid": "1", "Effect": "Allow", "Principal": "*",
          "Action": "acm-pca:DescribeCertificateAuthority", "Resource": "%s",
          "Condition": {"StringEquals": {"aws:PrincipalOrgID": "%s"}}}]}"""
            .formatted(arn, organization);
    acmPca.putPolicy(request -> request.resourceArn(arn).policy(policy));
    return arn;
  }

  /** What others share with an account, by pages of one. */
  private static List<String> listedBy(AwsClients account) {
    List<String> arns =
        account
            .acmPca()
            .listCertificateAuthoritiesPaginator(
                request -> request.resourceOwner(ResourceOwner.OTHER_ACCOUNTS).maxResults(1))
            .certificateAuthorities()
            .stream()
            .map(CertificateAuthority::arn)
            .toList();
    assertThat(arns).isSorted().doesNotHaveDuplicates();
    return arns;
  }

  private static String policy(String arn, String action) {
    return policy(OTHER_ACCOUNT, arn, action);
  }

  private static String policy(String account, String arn, String action) {
    return """
        {"Version": "2012-10-17", "Statement": [{
          "Sid": "1", "Effect": "Allow", "Principal": {"AWS": "%s"},
          "Action": "%s", "Resource": "%s"}]}"""
        .formatted(account, action, arn);
  }
}
