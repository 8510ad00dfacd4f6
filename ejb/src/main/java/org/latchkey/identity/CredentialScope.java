package org.latchkey.identity;

/**
 * What a signing key is good for: one day, one Region, one service.
 *
 * @param date eight digits, for example {@code 20150830}
 */
record CredentialScope(String date, String region, String service) {

  static final String TERMINATOR = "aws4_request";

  @Override
  public String toString() {
    return date + '/' + region + '/' + service + '/' + TERMINATOR;
  }
}
