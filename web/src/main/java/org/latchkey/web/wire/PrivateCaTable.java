package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.latchkey.authorities.AuthorityOperations;
import org.latchkey.authorities.AuthorityOperations.CreateCertificateAuthorityRequest;
import org.latchkey.authorities.AuthorityOperations.CreateCertificateAuthorityResponse;
import org.latchkey.authorities.AuthorityOperations.DescribeCertificateAuthorityRequest;
import org.latchkey.authorities.AuthorityOperations.DescribeCertificateAuthorityResponse;
import org.latchkey.authorities.AuthorityOperations.GetCertificateAuthorityCsrRequest;
import org.latchkey.authorities.AuthorityOperations.GetCertificateAuthorityCsrResponse;
import org.latchkey.authorities.AuthorityOperations.GetCertificateRequest;
import org.latchkey.authorities.AuthorityOperations.GetCertificateResponse;
import org.latchkey.authorities.AuthorityOperations.ImportCertificateAuthorityCertificateRequest;
import org.latchkey.authorities.AuthorityOperations.IssueCertificateRequest;
import org.latchkey.authorities.AuthorityOperations.IssueCertificateResponse;

/** AWS Private CA, one line an operation. */
@Dependent
class PrivateCaTable implements ServiceTable {

  private final AuthorityOperations authorities;

  @Inject
  PrivateCaTable(AuthorityOperations authorities) {
    this.authorities = authorities;
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
            authorities::importCertificateAuthorityCertificate);
  }
}
