package org.latchkey.web.console;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;

/** The account's associations, in every Region. */
@Named
@ViewScoped
public class AssociationsPage implements Serializable {

  @Inject private AssociationTable associations;

  public AssociationTable getAssociations() {
    return associations;
  }
}
