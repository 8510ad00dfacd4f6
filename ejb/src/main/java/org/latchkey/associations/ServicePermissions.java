package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Permission;
import org.latchkey.access.PermissionSource;
import org.latchkey.access.PolicyDocument;
import org.latchkey.access.PolicyKind;
import org.latchkey.access.PolicyType;
import org.latchkey.shared.Arn;

/**
 * Contributes what every integrated service may do by itself: associate certificates, and say what
 * it uses.
 */
@ApplicationScoped
class ServicePermissions implements PermissionSource {

  private static final PolicyDocument ASSOCIATE =
      PolicyDocument.parse(
          """
          {"Version": "2012-10-17", "Statement": [{
            "Sid": "AssociateCertificates",
            "Effect": "Allow",
            "Action": ["latchkey:AssociateCertificate", "latchkey:DisassociateCertificate",
              "latchkey:ConfirmCertificate"],
            "Resource": "arn:aws:acm:*:*:certificate/*"}]}""",
          PolicyKind.IDENTITY);

  @Override
  public List<Permission> permissionsFor(AuthorizationRequest request) {
    boolean service =
        Arn.parse(request.caller().principal())
            .flatMap(arn -> arn.resourceAfter("user/service/"))
            .isPresent();
    return service
        ? List.of(
            Permission.policy(PolicyType.IDENTITY_POLICY, "LatchkeyIntegratedService", ASSOCIATE))
        : List.of();
  }
}
