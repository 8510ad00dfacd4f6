package org.latchkey.web.console;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateDetail;
import org.latchkey.certificates.CertificateOperations;
import org.latchkey.certificates.CertificateOperations.DescribeCertificateRequest;
import org.latchkey.certificates.CertificateOperations.GetCertificateRequest;
import org.latchkey.certificates.CertificateOperations.GetCertificateResponse;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** One certificate: what it says, where it is in use, its PEM. Never its private key. */
@Named
@ViewScoped
public class CertificatePage implements Serializable {

  @Inject private CertificateOperations operations;
  @Inject private AssociationTable associations;
  @Inject private CurrentUser user;

  private String arn = "";
  private transient @Nullable CertificateDetail detail;
  private transient @Nullable GetCertificateResponse pem;
  private @Nullable String problem;

  /** Reads the certificate that the address names. */
  public void open() {
    associations.ofCertificate(arn);
    try {
      Caller caller = user.callerFor(arn);
      CertificateDetail found =
          operations.describeCertificate(caller, new DescribeCertificateRequest(arn)).certificate();
      detail = found;
      if (found.notAfter() != null) {
        pem = operations.getCertificate(caller, new GetCertificateRequest(arn));
      }
    } catch (ServiceException refused) {
      problem = refused.getMessage();
    }
  }

  public @Nullable CertificateDetail getDetail() {
    return detail;
  }

  /** Certificate and chain; null where it has not been issued, or may not be seen. */
  public @Nullable GetCertificateResponse getPem() {
    return pem;
  }

  public @Nullable String getProblem() {
    return problem;
  }

  public AssociationTable getAssociations() {
    return associations;
  }

  public String getArn() {
    return arn;
  }

  public void setArn(@Nullable String arn) {
    this.arn = arn == null ? "" : arn;
  }
}
