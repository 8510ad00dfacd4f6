package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/** ACM: what an account sets for all of its certificates in a Region. */
@ApplicationScoped
@Transactional
@Audited("acm.amazonaws.com")
public class AccountConfigurationOperations {

  public record GetAccountConfigurationRequest() {}

  public record GetAccountConfigurationResponse(ExpiryEventsConfiguration expiryEvents) {}

  public record PutAccountConfigurationRequest(
      @Nullable ExpiryEventsConfiguration expiryEvents, String idempotencyToken) {}

  /**
   * When expiry events begin.
   *
   * @param daysBeforeExpiry 1–45; 45 where nothing is said
   */
  public record ExpiryEventsConfiguration(@Nullable Integer daysBeforeExpiry) {}

  private static final int MOST_DAYS = 45;

  @Inject private CertificateConfigurations configurations;
  @Inject private CertificateAccess access;

  /** What the caller's account has set in its Region. */
  public GetAccountConfigurationResponse getAccountConfiguration(
      Caller caller, GetAccountConfigurationRequest request) {
    access.authorizeAccount(caller, "acm:GetAccountConfiguration");
    return new GetAccountConfigurationResponse(
        new ExpiryEventsConfiguration(
            configurations.of(caller.account(), caller.region()).daysBeforeExpiry()));
  }

  /**
   * Sets when expiry events begin. The last request counts; the same one twice is one.
   *
   * @throws ServiceException {@code ValidationException} for more than 45 days
   */
  public void putAccountConfiguration(Caller caller, PutAccountConfigurationRequest request) {
    access.authorizeAccount(caller, "acm:PutAccountConfiguration");
    ExpiryEventsConfiguration events = request.expiryEvents();
    Integer days = events == null ? null : events.daysBeforeExpiry();
    if (days == null) {
      return;
    }
    if (days > MOST_DAYS) {
      throw new ServiceException(
          CommonFault.VALIDATION, "DaysBeforeExpiry must be between 1 and " + MOST_DAYS + ".");
    }
    CertificateConfiguration configuration = configurations.of(caller.account(), caller.region());
    configuration.warn(days);
    configurations.save(configuration);
  }
}
