package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.latchkey.authorities.AuditReportOperations;
import org.latchkey.authorities.AuditReportOperations.CreateCertificateAuthorityAuditReportRequest;
import org.latchkey.authorities.AuditReportOperations.CreateCertificateAuthorityAuditReportResponse;
import org.latchkey.authorities.AuditReportOperations.DescribeCertificateAuthorityAuditReportRequest;
import org.latchkey.authorities.AuditReportOperations.DescribeCertificateAuthorityAuditReportResponse;
import org.latchkey.authorities.AuthorityLifeOperations;
import org.latchkey.authorities.AuthorityLifeOperations.DeleteCertificateAuthorityRequest;
import org.latchkey.authorities.AuthorityLifeOperations.RestoreCertificateAuthorityRequest;
import org.latchkey.authorities.AuthorityLifeOperations.UpdateCertificateAuthorityRequest;
import org.latchkey.authorities.AuthorityOperations;
import org.latchkey.authorities.AuthorityOperations.CreateCertificateAuthorityRequest;
import org.latchkey.authorities.AuthorityOperations.CreateCertificateAuthorityResponse;
import org.latchkey.authorities.AuthorityOperations.DescribeCertificateAuthorityRequest;
import org.latchkey.authorities.AuthorityOperations.DescribeCertificateAuthorityResponse;
import org.latchkey.authorities.AuthorityOperations.GetCertificateAuthorityCertificateRequest;
import org.latchkey.authorities.AuthorityOperations.GetCertificateAuthorityCertificateResponse;
import org.latchkey.authorities.AuthorityOperations.GetCertificateAuthorityCsrRequest;
import org.latchkey.authorities.AuthorityOperations.GetCertificateAuthorityCsrResponse;
import org.latchkey.authorities.AuthorityOperations.GetCertificateRequest;
import org.latchkey.authorities.AuthorityOperations.GetCertificateResponse;
import org.latchkey.authorities.AuthorityOperations.ImportCertificateAuthorityCertificateRequest;
import org.latchkey.authorities.AuthorityOperations.IssueCertificateRequest;
import org.latchkey.authorities.AuthorityOperations.IssueCertificateResponse;
import org.latchkey.authorities.AuthorityOperations.ListCertificateAuthoritiesRequest;
import org.latchkey.authorities.AuthorityOperations.ListCertificateAuthoritiesResponse;
import org.latchkey.authorities.AuthorityPermissionOperations;
import org.latchkey.authorities.AuthorityPermissionOperations.CreatePermissionRequest;
import org.latchkey.authorities.AuthorityPermissionOperations.DeletePermissionRequest;
import org.latchkey.authorities.AuthorityPermissionOperations.ListPermissionsRequest;
import org.latchkey.authorities.AuthorityPermissionOperations.ListPermissionsResponse;
import org.latchkey.authorities.AuthorityPolicyOperations;
import org.latchkey.authorities.AuthorityPolicyOperations.DeletePolicyRequest;
import org.latchkey.authorities.AuthorityPolicyOperations.GetPolicyRequest;
import org.latchkey.authorities.AuthorityPolicyOperations.GetPolicyResponse;
import org.latchkey.authorities.AuthorityPolicyOperations.PutPolicyRequest;
import org.latchkey.authorities.AuthorityTagOperations;
import org.latchkey.authorities.AuthorityTagOperations.ListTagsRequest;
import org.latchkey.authorities.AuthorityTagOperations.ListTagsResponse;
import org.latchkey.authorities.AuthorityTagOperations.TagCertificateAuthorityRequest;
import org.latchkey.authorities.AuthorityTagOperations.UntagCertificateAuthorityRequest;
import org.latchkey.authorities.RevocationOperations;
import org.latchkey.authorities.RevocationOperations.RevokeCertificateRequest;

/** AWS Private CA, one line an operation. */
@Dependent
class PrivateCaTable implements ServiceTable {

  private final AuthorityOperations authorities;
  private final AuthorityLifeOperations lives;
  private final AuthorityTagOperations tags;
  private final AuthorityPermissionOperations permissions;
  private final AuthorityPolicyOperations policies;
  private final RevocationOperations revocations;
  private final AuditReportOperations auditReports;

  @Inject
  PrivateCaTable(
      AuthorityOperations authorities,
      AuthorityLifeOperations lives,
      AuthorityTagOperations tags,
      AuthorityPermissionOperations permissions,
      AuthorityPolicyOperations policies,
      RevocationOperations revocations,
      AuditReportOperations auditReports) {
    this.authorities = authorities;
    this.lives = lives;
    this.tags = tags;
    this.permissions = permissions;
    this.policies = policies;
    this.revocations = revocations;
    this.auditReports = auditReports;
  }

  @Override
  public OperationTable table() {
    return OperationTable.of("acm-pca")
        .on(
            "CreateCertificateAuthority",
            CreateCertificateAuthorityRequest.class,
            CreateCertificateAuthorityResponse.class,
            authorities::createCertificateAuthority)
        .on(
            "DescribeCertificateAuthority",
            DescribeCertificateAuthorityRequest.class,
            DescribeCertificateAuthorityResponse.class,
            authorities::describeCertificateAuthority)
        .on(
            "ListCertificateAuthorities",
            ListCertificateAuthoritiesRequest.class,
            ListCertificateAuthoritiesResponse.class,
            authorities::listCertificateAuthorities)
        .on(
            "UpdateCertificateAuthority",
            UpdateCertificateAuthorityRequest.class,
            lives::updateCertificateAuthority)
        .on(
            "DeleteCertificateAuthority",
            DeleteCertificateAuthorityRequest.class,
            lives::deleteCertificateAuthority)
        .on(
            "RestoreCertificateAuthority",
            RestoreCertificateAuthorityRequest.class,
            lives::restoreCertificateAuthority)
        .on(
            "GetCertificateAuthorityCertificate",
            GetCertificateAuthorityCertificateRequest.class,
            GetCertificateAuthorityCertificateResponse.class,
            authorities::getCertificateAuthorityCertificate)
        .on(
            "GetCertificateAuthorityCsr",
            GetCertificateAuthorityCsrRequest.class,
            GetCertificateAuthorityCsrResponse.class,
            authorities::getCertificateAuthorityCsr)
        .on(
            "IssueCertificate",
            IssueCertificateRequest.class,
            IssueCertificateResponse.class,
            authorities::issueCertificate)
        .on(
            "GetCertificate",
            GetCertificateRequest.class,
            GetCertificateResponse.class,
            authorities::getCertificate)
        .on(
            "ImportCertificateAuthorityCertificate",
            ImportCertificateAuthorityCertificateRequest.class,
            authorities::importCertificateAuthorityCertificate)
        .on(
            "TagCertificateAuthority",
            TagCertificateAuthorityRequest.class,
            tags::tagCertificateAuthority)
        .on(
            "UntagCertificateAuthority",
            UntagCertificateAuthorityRequest.class,
            tags::untagCertificateAuthority)
        .on("ListTags", ListTagsRequest.class, ListTagsResponse.class, tags::listTags)
        .on("CreatePermission", CreatePermissionRequest.class, permissions::createPermission)
        .on("DeletePermission", DeletePermissionRequest.class, permissions::deletePermission)
        .on(
            "ListPermissions",
            ListPermissionsRequest.class,
            ListPermissionsResponse.class,
            permissions::listPermissions)
        .on("PutPolicy", PutPolicyRequest.class, policies::putPolicy)
        .on("GetPolicy", GetPolicyRequest.class, GetPolicyResponse.class, policies::getPolicy)
        .on("DeletePolicy", DeletePolicyRequest.class, policies::deletePolicy)
        .on("RevokeCertificate", RevokeCertificateRequest.class, revocations::revokeCertificate)
        .on(
            "CreateCertificateAuthorityAuditReport",
            CreateCertificateAuthorityAuditReportRequest.class,
            CreateCertificateAuthorityAuditReportResponse.class,
            auditReports::createCertificateAuthorityAuditReport)
        .on(
            "DescribeCertificateAuthorityAuditReport",
            DescribeCertificateAuthorityAuditReportRequest.class,
            DescribeCertificateAuthorityAuditReportResponse.class,
            auditReports::describeCertificateAuthorityAuditReport);
  }
}
