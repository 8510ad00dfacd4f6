package org.latchkey.authorities;

import java.io.Serializable;
import java.time.Instant;
import org.latchkey.x509.IssuerHash;

/**
 * An OCSP answer that is to be signed anew.
 *
 * @param authorityId whose certificate it is about
 * @param serial the certificate's number, in hexadecimal
 * @param issuerHash how the issuer is named
 * @param dueAt since when it is to be signed
 */
public record DueAnswer(String authorityId, String serial, IssuerHash issuerHash, Instant dueAt)
    implements Serializable {

  /** The answer by a name, for whoever signs it. */
  public String id() {
    return authorityId + '/' + serial + '/' + issuerHash;
  }
}
