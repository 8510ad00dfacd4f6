package org.latchkey.certificates;

/** How control of a certificate's names is shown. */
public enum ValidationMethod {
  EMAIL,
  DNS,
  HTTP
}
