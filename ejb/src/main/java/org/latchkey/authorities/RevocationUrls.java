package org.latchkey.authorities;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.RevocationConfiguration.CrlConfiguration;
import org.latchkey.authorities.RevocationConfiguration.OcspConfiguration;
import org.latchkey.shared.Settings;
import org.latchkey.x509.CertificateIssuer.RevocationAddresses;

/**
 * Where relying parties find lists and the OCSP responder: at this server, or at a name that its
 * operator points at it.
 */
final class RevocationUrls {

  private static final String CRL = "crl";

  private RevocationUrls() {}

  /**
   * What certificates that an authority issues now say.
   *
   * @param distributionPoint the list that they belong to; null for none
   */
  static RevocationAddresses of(Authority authority, @Nullable String distributionPoint) {
    OcspConfiguration ocsp = authority.ocsp();
    return new RevocationAddresses(
        distributionPoint == null ? List.of() : List.of(distributionPoint),
        ocsp == null ? List.of() : List.of(responder(ocsp, authority.id())),
        List.of());
  }

  /** The complete list: {@code <folder>/<authority>.crl}. */
  static String complete(CrlConfiguration crl, String authorityId) {
    return folder(crl) + authorityId + RevocationFiles.LIST;
  }

  /** Where an authority's partitions are: {@code <folder>/<authority>/}. */
  static String partitions(CrlConfiguration crl, String authorityId) {
    return folder(crl) + authorityId + '/';
  }

  /** Whether certificates are not to say where their list is. */
  static boolean omitted(CrlConfiguration crl) {
    return crl.crlDistributionPointExtensionConfiguration() != null
        && crl.crlDistributionPointExtensionConfiguration().omitExtension();
  }

  /** {@code crl/}, or the custom path in its place where there is a name of the operator's own. */
  private static String folder(CrlConfiguration crl) {
    String path = crl.customPath();
    String below = path == null ? "" : slash(strip(path));
    String cname = crl.customCname();
    if (cname != null && !cname.isEmpty()) {
      return "http://" + cname + '/' + (path == null ? CRL + '/' : below);
    }
    return base() + '/' + CRL + '/' + below;
  }

  private static String responder(OcspConfiguration ocsp, String authorityId) {
    String cname = ocsp.ocspCustomCname();
    return cname != null && !cname.isEmpty() ? "http://" + cname : base() + "/ocsp/" + authorityId;
  }

  private static String base() {
    return Settings.text("public-url").orElse("http://127.0.0.1:8080");
  }

  private static String slash(String path) {
    return path.isEmpty() ? "" : path + '/';
  }

  private static String strip(String path) {
    return path.replaceAll("^/+|/+$", "");
  }
}
