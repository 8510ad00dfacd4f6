package org.latchkey.web.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.Dependent;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.latchkey.associations.AssociationOperations;
import org.latchkey.associations.AssociationOperations.AssociationDescription;
import org.latchkey.associations.AssociationOperations.ListAssociationsRequest;
import org.latchkey.associations.AssociationOperations.ListAssociationsResponse;
import org.latchkey.associations.AssociationOperations.RepairAssociationRequest;
import org.latchkey.shared.Page;

/** Associations, and the repair of broken ones: a part of more than one page. */
@Dependent
public class AssociationTable implements Serializable {

  @Inject private AssociationOperations operations;
  @Inject private CurrentUser user;

  private @Nullable String certificateArn;
  private MarkedPages<AssociationDescription> rows;

  @PostConstruct
  void open() {
    rows = new MarkedPages<>(this::read);
  }

  /** Shows the associations of one certificate alone. */
  void ofCertificate(String arn) {
    certificateArn = arn;
  }

  public MarkedPages<AssociationDescription> getRows() {
    return rows;
  }

  /** Has a new grant made in the place of the lost one, and the certificate delivered again. */
  public void repair(AssociationDescription association) {
    operations.repairAssociation(
        user.callerFor(association.certificateArn()),
        new RepairAssociationRequest(association.certificateArn(), association.resourceArn()));
    rows.refresh();
    FacesContext.getCurrentInstance()
        .addMessage(
            null,
            new FacesMessage(
                FacesMessage.SEVERITY_INFO,
                "Repaired. A new grant lets "
                    + association.service()
                    + " decrypt the private key, and the certificate is on its way to it again.",
                null));
  }

  private Page<AssociationDescription> read(@Nullable String marker, int limit) {
    ListAssociationsResponse response =
        operations.listAssociations(
            user.caller(), new ListAssociationsRequest(certificateArn, limit, marker));
    return new Page<>(response.associations(), response.nextToken());
  }
}
