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
import org.latchkey.associations.AssociationStatus;
import org.latchkey.associations.BrokenCause;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** Associations, and the repair of broken ones: a part of more than one page. */
@Dependent
public class AssociationTable implements Serializable {

  @Inject private AssociationOperations operations;
  @Inject private CurrentUser user;

  private @Nullable String certificateArn;
  private boolean brokenOnly;
  private MarkedPages<AssociationDescription> rows;

  @PostConstruct
  void open() {
    rows = new MarkedPages<>(this::read);
  }

  /** Shows the associations of one certificate alone. */
  void ofCertificate(String arn) {
    certificateArn = arn;
  }

  /** Whether to show those alone that the last check found broken. */
  public boolean isBrokenOnly() {
    return brokenOnly;
  }

  public void setBrokenOnly(boolean brokenOnly) {
    this.brokenOnly = brokenOnly;
  }

  /** Why a service cannot use what it was sent, and what can be done about it. */
  public String why(BrokenCause cause) {
    return switch (cause) {
      case GRANT_MISSING -> "Its grant was taken away: the service cannot decrypt the private key.";
      case KEY_DISABLED -> "The key is disabled. Enable it, then repair.";
      case KEY_PENDING_DELETION -> "The key waits for its deletion. Cancel that, then repair.";
      case KEY_UNAVAILABLE -> "The key has no material, or is gone.";
      case DELIVERY_UNREAD ->
          "What the service was sent has been lying in its queue for a day or longer.";
    };
  }

  public MarkedPages<AssociationDescription> getRows() {
    return rows;
  }

  /** Has a new grant made in the place of the lost one, and the certificate delivered again. */
  public void repair(AssociationDescription association) {
    try {
      operations.repairAssociation(
          user.callerFor(association.certificateArn()),
          new RepairAssociationRequest(association.certificateArn(), association.resourceArn()));
    } catch (ServiceException refused) {
      FacesContext.getCurrentInstance()
          .addMessage(
              null, new FacesMessage(FacesMessage.SEVERITY_ERROR, refused.getMessage(), null));
      return;
    }
    rows.refresh();
    FacesContext.getCurrentInstance()
        .addMessage(
            null,
            new FacesMessage(
                FacesMessage.SEVERITY_INFO,
                "Repaired. A grant lets "
                    + association.service()
                    + " decrypt the private key, and the certificate is on its way to it again.",
                null));
  }

  private Page<AssociationDescription> read(@Nullable String marker, int limit) {
    ListAssociationsResponse response =
        operations.listAssociations(
            user.caller(),
            new ListAssociationsRequest(
                certificateArn, brokenOnly ? AssociationStatus.BROKEN : null, limit, marker));
    return new Page<>(response.associations(), response.nextToken());
  }
}
