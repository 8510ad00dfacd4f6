package org.latchkey.client.agent;

/** In which form a server wants certificate and private key. */
public enum FileForm {
  /** {@code fullchain.pem} and {@code privkey.pem}, as nginx wants them. */
  PEM,
  /** {@code combined.pem}, certificate, chain and key in one file, as HAProxy wants it. */
  COMBINED,
  /** {@code keystore.p12}, a PKCS #12 under a password (RFC 7292). */
  PKCS12
}
