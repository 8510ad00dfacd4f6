package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.latchkey.certificates.AccountConfigurationOperations;
import org.latchkey.certificates.AccountConfigurationOperations.GetAccountConfigurationRequest;
import org.latchkey.certificates.AccountConfigurationOperations.GetAccountConfigurationResponse;
import org.latchkey.certificates.AccountConfigurationOperations.PutAccountConfigurationRequest;
import org.latchkey.certificates.CertificateOperations;
import org.latchkey.certificates.CertificateOperations.DeleteCertificateRequest;
import org.latchkey.certificates.CertificateOperations.DescribeCertificateRequest;
import org.latchkey.certificates.CertificateOperations.DescribeCertificateResponse;
import org.latchkey.certificates.CertificateOperations.ExportCertificateRequest;
import org.latchkey.certificates.CertificateOperations.ExportCertificateResponse;
import org.latchkey.certificates.CertificateOperations.GetCertificateRequest;
import org.latchkey.certificates.CertificateOperations.GetCertificateResponse;
import org.latchkey.certificates.CertificateOperations.ImportCertificateRequest;
import org.latchkey.certificates.CertificateOperations.ImportCertificateResponse;
import org.latchkey.certificates.CertificateOperations.ListCertificatesRequest;
import org.latchkey.certificates.CertificateOperations.ListCertificatesResponse;
import org.latchkey.certificates.CertificateOperations.RequestCertificateRequest;
import org.latchkey.certificates.CertificateOperations.RequestCertificateResponse;
import org.latchkey.certificates.CertificateTagOperations;
import org.latchkey.certificates.CertificateTagOperations.AddTagsToCertificateRequest;
import org.latchkey.certificates.CertificateTagOperations.ListTagsForCertificateRequest;
import org.latchkey.certificates.CertificateTagOperations.ListTagsForCertificateResponse;
import org.latchkey.certificates.CertificateTagOperations.ListTagsForResourceRequest;
import org.latchkey.certificates.CertificateTagOperations.ListTagsForResourceResponse;
import org.latchkey.certificates.CertificateTagOperations.RemoveTagsFromCertificateRequest;
import org.latchkey.certificates.CertificateTagOperations.TagResourceRequest;
import org.latchkey.certificates.CertificateTagOperations.UntagResourceRequest;
import org.latchkey.certificates.LifecycleOperations;
import org.latchkey.certificates.LifecycleOperations.RenewCertificateRequest;
import org.latchkey.certificates.LifecycleOperations.ResendValidationEmailRequest;
import org.latchkey.certificates.LifecycleOperations.RevokeCertificateRequest;
import org.latchkey.certificates.LifecycleOperations.RevokeCertificateResponse;
import org.latchkey.certificates.LifecycleOperations.UpdateCertificateOptionsRequest;
import org.latchkey.certificates.SearchOperations;
import org.latchkey.certificates.SearchOperations.SearchCertificatesRequest;
import org.latchkey.certificates.SearchOperations.SearchCertificatesResponse;

/** AWS Certificate Manager, one line an operation. */
@Dependent
class AcmTable implements ServiceTable {

  private final CertificateOperations certificates;
  private final LifecycleOperations lifecycle;
  private final SearchOperations search;
  private final CertificateTagOperations tags;
  private final AccountConfigurationOperations configuration;

  @Inject
  AcmTable(
      CertificateOperations certificates,
      LifecycleOperations lifecycle,
      SearchOperations search,
      CertificateTagOperations tags,
      AccountConfigurationOperations configuration) {
    this.certificates = certificates;
    this.lifecycle = lifecycle;
    this.search = search;
    this.tags = tags;
    this.configuration = configuration;
  }

  @Override
  public OperationTable table() {
    return OperationTable.of("acm")
        .on(
            "RequestCertificate",
            RequestCertificateRequest.class,
            RequestCertificateResponse.class,
            certificates::requestCertificate)
        .on(
            "ImportCertificate",
            ImportCertificateRequest.class,
            ImportCertificateResponse.class,
            certificates::importCertificate)
        .on(
            "DescribeCertificate",
            DescribeCertificateRequest.class,
            DescribeCertificateResponse.class,
            certificates::describeCertificate)
        .on(
            "ListCertificates",
            ListCertificatesRequest.class,
            ListCertificatesResponse.class,
            certificates::listCertificates)
        .on(
            "GetCertificate",
            GetCertificateRequest.class,
            GetCertificateResponse.class,
            certificates::getCertificate)
        .on(
            "ExportCertificate",
            ExportCertificateRequest.class,
            ExportCertificateResponse.class,
            certificates::exportCertificate)
        .on("DeleteCertificate", DeleteCertificateRequest.class, certificates::deleteCertificate)
        .on("RenewCertificate", RenewCertificateRequest.class, lifecycle::renewCertificate)
        .on(
            "UpdateCertificateOptions",
            UpdateCertificateOptionsRequest.class,
            lifecycle::updateCertificateOptions)
        .on(
            "RevokeCertificate",
            RevokeCertificateRequest.class,
            RevokeCertificateResponse.class,
            lifecycle::revokeCertificate)
        .on(
            "ResendValidationEmail",
            ResendValidationEmailRequest.class,
            lifecycle::resendValidationEmail)
        .on(
            "SearchCertificates",
            SearchCertificatesRequest.class,
            SearchCertificatesResponse.class,
            search::searchCertificates)
        .on("AddTagsToCertificate", AddTagsToCertificateRequest.class, tags::addTagsToCertificate)
        .on(
            "RemoveTagsFromCertificate",
            RemoveTagsFromCertificateRequest.class,
            tags::removeTagsFromCertificate)
        .on(
            "ListTagsForCertificate",
            ListTagsForCertificateRequest.class,
            ListTagsForCertificateResponse.class,
            tags::listTagsForCertificate)
        .on("TagResource", TagResourceRequest.class, tags::tagResource)
        .on("UntagResource", UntagResourceRequest.class, tags::untagResource)
        .on(
            "ListTagsForResource",
            ListTagsForResourceRequest.class,
            ListTagsForResourceResponse.class,
            tags::listTagsForResource)
        .on(
            "GetAccountConfiguration",
            GetAccountConfigurationRequest.class,
            GetAccountConfigurationResponse.class,
            configuration::getAccountConfiguration)
        .on(
            "PutAccountConfiguration",
            PutAccountConfigurationRequest.class,
            configuration::putAccountConfiguration)
        .without(
            "ACME endpoints are not supported.",
            "CreateAcmeDomainValidation",
            "CreateAcmeEndpoint",
            "CreateAcmeExternalAccountBinding",
            "DeleteAcmeDomainValidation",
            "DeleteAcmeEndpoint",
            "DeleteAcmeExternalAccountBinding",
            "DescribeAcmeAccount",
            "DescribeAcmeDomainValidation",
            "DescribeAcmeEndpoint",
            "DescribeAcmeExternalAccountBinding",
            "GetAcmeExternalAccountBindingCredentials",
            "ListAcmeAccounts",
            "ListAcmeDomainValidations",
            "ListAcmeEndpoints",
            "ListAcmeExternalAccountBindings",
            "RevokeAcmeAccount",
            "RevokeAcmeExternalAccountBinding",
            "UpdateAcmeDomainValidation",
            "UpdateAcmeEndpoint");
  }
}
