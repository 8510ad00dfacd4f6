package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
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

/** AWS Certificate Manager, one line an operation. */
@Dependent
class AcmTable implements ServiceTable {

  private final CertificateOperations certificates;

  @Inject
  AcmTable(CertificateOperations certificates) {
    this.certificates = certificates;
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
        .on("DeleteCertificate", DeleteCertificateRequest.class, certificates::deleteCertificate);
  }
}
