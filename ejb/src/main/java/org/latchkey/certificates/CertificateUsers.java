package org.latchkey.certificates;

import java.util.List;

/** Tells which resources use a certificate; whoever keeps associations implements it. */
public interface CertificateUsers {

  /** The ARNs of the resources that a certificate is associated with. */
  List<String> resourcesOf(String certificateId);
}
