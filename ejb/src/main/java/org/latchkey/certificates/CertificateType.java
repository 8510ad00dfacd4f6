package org.latchkey.certificates;

/** Where a certificate comes from. */
public enum CertificateType {
  IMPORTED,
  AMAZON_ISSUED,
  PRIVATE
}
