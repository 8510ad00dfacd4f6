package org.latchkey.authorities;

import org.jspecify.annotations.Nullable;
import org.latchkey.shared.ServiceException;

/** How an authority tells of revoked certificates. */
public record RevocationConfiguration(
    @Nullable CrlConfiguration crlConfiguration, @Nullable OcspConfiguration ocspConfiguration) {

  /** The settings of a certificate revocation list. */
  public record CrlConfiguration(
      boolean enabled,
      @Nullable Integer expirationInDays,
      @Nullable String customCname,
      @Nullable String s3BucketName,
      @Nullable String s3ObjectAcl,
      @Nullable DistributionPointExtension crlDistributionPointExtensionConfiguration,
      @Nullable String crlType,
      @Nullable String customPath) {

    private boolean isMoreThanDisabled() {
      return !enabled && !equals(DISABLED_CRL);
    }
  }

  /** Whether issued certificates name the list. */
  public record DistributionPointExtension(boolean omitExtension) {}

  /** The settings of the online status protocol. */
  public record OcspConfiguration(boolean enabled, @Nullable String ocspCustomCname) {

    private boolean isMoreThanDisabled() {
      return !enabled && ocspCustomCname != null;
    }
  }

  private static final CrlConfiguration DISABLED_CRL =
      new CrlConfiguration(false, null, null, null, null, null, null, null);

  /** The type of list where a configuration names none: one for all certificates. */
  static final String COMPLETE = "COMPLETE";

  /** The type of list that is divided, so that each part stays small. */
  static final String PARTITIONED = "PARTITIONED";

  /** What a description shows: what was never configured is switched off. */
  static RevocationConfiguration complete(@Nullable RevocationConfiguration configured) {
    CrlConfiguration crl = configured == null ? null : configured.crlConfiguration;
    OcspConfiguration ocsp = configured == null ? null : configured.ocspConfiguration;
    return new RevocationConfiguration(
        crl == null ? DISABLED_CRL : crl, ocsp == null ? new OcspConfiguration(false, null) : ocsp);
  }

  /** The list's settings, where it is switched on; null otherwise. */
  @Nullable CrlConfiguration enabledCrl() {
    return crlConfiguration != null && crlConfiguration.enabled() ? crlConfiguration : null;
  }

  /** The online protocol's settings, where it is switched on; null otherwise. */
  @Nullable OcspConfiguration enabledOcsp() {
    return ocspConfiguration != null && ocspConfiguration.enabled() ? ocspConfiguration : null;
  }

  /**
   * Refuses what cannot be done.
   *
   * @throws ServiceException {@code InvalidArgsException}
   */
  void requireValid() {
    if (crlConfiguration != null) {
      if (crlConfiguration.isMoreThanDisabled()) {
        throw invalid("A disabled CrlConfiguration must contain only the Enabled=False parameter.");
      }
      requireHostName("CustomCname", crlConfiguration.customCname());
      if (crlConfiguration.enabled() && crlConfiguration.expirationInDays() == null) {
        throw invalid("ExpirationInDays is needed where CRLs are enabled.");
      }
      DistributionPointExtension extension =
          crlConfiguration.crlDistributionPointExtensionConfiguration();
      if (extension != null
          && extension.omitExtension()
          && crlConfiguration.customCname() != null) {
        throw invalid("OmitExtension cannot be set together with CustomCname.");
      }
    }
    if (ocspConfiguration != null) {
      if (ocspConfiguration.isMoreThanDisabled()) {
        throw invalid(
            "A disabled OcspConfiguration must contain only the Enabled=False parameter.");
      }
      requireHostName("OcspCustomCname", ocspConfiguration.ocspCustomCname());
    }
  }

  /** As AWS has it, a CNAME comes without a protocol. */
  private static void requireHostName(String member, @Nullable String name) {
    if (name != null && (name.contains("://") || name.startsWith("/"))) {
      throw invalid(member + " is a name without a protocol: not " + name);
    }
  }

  private static ServiceException invalid(String sentence) {
    return new ServiceException(AuthorityFault.INVALID_ARGS, sentence);
  }
}
