package org.latchkey.web.metrics;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.latchkey.certificates.CertificateExpirations;
import org.latchkey.certificates.CertificateExpirations.Expiration;

/**
 * The gauge {@code DaysToExpiry}, one for each certificate that ends within 45 days, of a thousand
 * certificates at most.
 *
 * @see <a href="https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html">AWS
 *     Certificate Manager User Guide, Supported CloudWatch metrics</a>
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class DaysToExpiry {

  private static final Logger LOG = Logger.getLogger(DaysToExpiry.class.getName());
  private static final String NAME = "DaysToExpiry";
  private static final String TAG = "certificateArn";
  private static final int MOST = 1_000;

  @Inject private MetricRegistry registry;
  @Inject private CertificateExpirations expirations;
  @Inject private Clock clock;

  private final Map<String, Instant> ends = new ConcurrentHashMap<>();

  @PostConstruct
  void start() {
    read();
  }

  @Schedule(hour = "*", minute = "*", second = "*/30", persistent = false)
  void read() {
    try {
      Set<String> gone = new HashSet<>(ends.keySet());
      for (Expiration each : expirations.soon(MOST)) {
        gone.remove(each.certificateArn());
        if (ends.put(each.certificateArn(), each.notAfter()) == null) {
          registry.gauge(NAME, () -> days(each.certificateArn()), tag(each.certificateArn()));
        }
      }
      for (String arn : gone) {
        ends.remove(arn);
        registry.remove(new MetricID(NAME, tag(arn)));
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "The ends of certificates could not be read now", failure);
    }
  }

  private long days(String arn) {
    Instant now = clock.instant();
    return Math.max(0, Duration.between(now, ends.getOrDefault(arn, now)).toDays());
  }

  private static Tag tag(String arn) {
    return new Tag(TAG, arn);
  }
}
