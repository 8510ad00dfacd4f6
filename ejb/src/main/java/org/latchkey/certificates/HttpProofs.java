package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** The files to which web servers redirect whoever looks for what shows control of a domain. */
@ApplicationScoped
@Transactional
public class HttpProofs {

  @Inject private NameValidations names;

  /** The content of a file; empty for one that no certificate's name has. */
  public Optional<String> find(String file) {
    return names.proof(file).map(HttpProof::content);
  }
}
