package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Permission;
import org.latchkey.access.PermissionSource;
import org.latchkey.access.PolicyDocument;
import org.latchkey.access.PolicyKind;
import org.latchkey.access.PolicyType;

/**
 * Contributes what an authority's account lets ACM do: renew certificates of the same account.
 *
 * @see <a href="https://docs.aws.amazon.com/privateca/latest/userguide/create-CA.html">AWS Private
 *     CA User Guide, CA permissions for ACM renewal</a>
 */
@ApplicationScoped
class AuthorityPermissions implements PermissionSource {

  private static final PolicyDocument RENEWAL_BY_ACM =
      PolicyDocument.parse(
          """
          {"Version": "2012-10-17", "Statement": [{
            "Sid": "RenewalByAcm",
            "Effect": "Allow",
            "Principal": {"Service": "acm.amazonaws.com"},
            "Action": ["acm-pca:IssueCertificate", "acm-pca:GetCertificate",
                       "acm-pca:DescribeCertificateAuthority"],
            "Resource": "*"}]}""",
          PolicyKind.RESOURCE);

  @Override
  public List<Permission> permissionsFor(AuthorizationRequest request) {
    boolean ownCertificates =
        request.context().attachment(Authority.class).isPresent()
            && request.caller().account().equals(request.resourceAccount());
    return ownCertificates
        ? List.of(Permission.policy(PolicyType.RESOURCE_POLICY, "renewal by ACM", RENEWAL_BY_ACM))
        : List.of();
  }
}
