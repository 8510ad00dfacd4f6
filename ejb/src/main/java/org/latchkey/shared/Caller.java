package org.latchkey.shared;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, from where, and for which Region: established once at the edge and passed to every
 * operation.
 *
 * @param type what kind of principal it is
 * @param account the principal's account, twelve digits
 * @param principal the principal's ARN, for example {@code arn:aws:iam::123456789012:root}; for a
 *     service of Latchkey's own, its service principal, for example {@code acm.amazonaws.com}
 * @param userId the unique id that the audit trail and {@code GetCallerIdentity} show
 * @param region the Region that the request was signed for
 * @param accessKeyId the access key that signed it; null for the console, messages and jobs
 * @param sourceIp the peer's address; null for jobs and messages
 * @param userAgent what the client calls itself
 * @param requestId the id that the reply and the audit record carry
 * @param secureTransport whether the request came over TLS
 * @param mfaAuthenticatedAt when a second factor was shown; null where none was
 * @param principalTags the principal's tags, for {@code aws:PrincipalTag}
 * @param viaService the service that forwards this request on the principal's behalf, for example
 *     {@code acm.us-east-1.amazonaws.com}, for {@code kms:ViaService}; null where called directly
 */
public record Caller(
    Type type,
    String account,
    String principal,
    String userId,
    String region,
    @Nullable String accessKeyId,
    @Nullable String sourceIp,
    @Nullable String userAgent,
    String requestId,
    boolean secureTransport,
    @Nullable Instant mfaAuthenticatedAt,
    Map<String, String> principalTags,
    @Nullable String viaService) {

  /** The kinds of principal. */
  public enum Type {
    /** An account's root user. */
    ROOT,
    /** An IAM user, an integrated service's user among them. */
    USER,
    /** A session of an assumed role. */
    ROLE_SESSION,
    /** One of Latchkey's own services, acting on its own account. */
    SERVICE
  }

  public Caller {
    principalTags = Map.copyOf(principalTags);
  }

  /**
   * One of Latchkey's own services acting for {@code account}, as a job or in a message's course.
   *
   * @param servicePrincipal for example {@code acm.amazonaws.com}
   */
  public static Caller service(
      String servicePrincipal, String account, String region, String requestId) {
    return new Caller(
        Type.SERVICE,
        account,
        servicePrincipal,
        servicePrincipal,
        region,
        null,
        null,
        servicePrincipal,
        requestId,
        true,
        null,
        Map.of(),
        null);
  }

  /** The same principal, its request forwarded by {@code service}. */
  public Caller via(String service) {
    return new Caller(
        type,
        account,
        principal,
        userId,
        region,
        accessKeyId,
        sourceIp,
        userAgent,
        requestId,
        secureTransport,
        mfaAuthenticatedAt,
        principalTags,
        service);
  }

  /** The same principal, asking in another Region. */
  public Caller in(String otherRegion) {
    return new Caller(
        type,
        account,
        principal,
        userId,
        otherRegion,
        accessKeyId,
        sourceIp,
        userAgent,
        requestId,
        secureTransport,
        mfaAuthenticatedAt,
        principalTags,
        viaService);
  }

  public boolean isService() {
    return type == Type.SERVICE;
  }

  public boolean isRoot() {
    return type == Type.ROOT;
  }
}
