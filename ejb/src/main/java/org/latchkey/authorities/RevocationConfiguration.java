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
      @Nullable String customPath) {}

  /** Whether issued certificates name the list. */
  public record DistributionPointExtension(boolean omitExtension) {}

  /** The settings of the online status protocol. */
  public record OcspConfiguration(boolean enabled, @Nullable String ocspCustomCname) {}

  /**
   * Refuses what cannot be done.
   *
   * @throws ServiceException {@code InvalidArgsException}
   */
  void requireValid() {
    if ((crlConfiguration != null && crlConfiguration.enabled())
        || (ocspConfiguration != null && ocspConfiguration.enabled())) {
      throw new ServiceException(
          AuthorityFault.INVALID_ARGS, "CRLs and OCSP are not supported: leave them disabled.");
    }
  }
}
