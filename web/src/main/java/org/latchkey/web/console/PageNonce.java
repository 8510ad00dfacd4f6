package org.latchkey.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.primefaces.context.PrimeFacesContext;

/**
 * The page's nonce of the content security policy. PrimeFaces wants it back with each postback and
 * puts it into forms by script; a form that has it from the start works without.
 */
@Named
@RequestScoped
public class PageNonce {

  @Inject private FacesContext faces;

  public String getValue() {
    return PrimeFacesContext.getCspState(faces).getNonce();
  }
}
