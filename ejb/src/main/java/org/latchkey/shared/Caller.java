package org.latchkey.shared;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * @param session what temporary credentials say; null for others
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
    @Nullable String viaService,
    @Nullable Session session) {

  /**
   * What temporary credentials say beyond whom they stand for.
   *
   * @param roleArn the role that was assumed; null for a user's session
   * @param createdAt when the credentials were issued
   * @param policies session policies, the most that the session can use of what its principal may
   * @param policyArns managed policies that limit the session in the same way
   * @param transitiveTags the keys of the tags that pass on to roles assumed from this session
   * @param sourceIdentity who is behind a chain of roles, as was said when it began; null for none
   * @param federatedProvider the identity provider that vouched for the session; null for none
   */
  public record Session(
      @Nullable String roleArn,
      Instant createdAt,
      List<String> policies,
      List<String> policyArns,
      Set<String> transitiveTags,
      @Nullable String sourceIdentity,
      @Nullable String federatedProvider) {

    public Session {
      policies = List.copyOf(policies);
      policyArns = List.copyOf(policyArns);
      transitiveTags = Set.copyOf(transitiveTags);
    }
  }

  /** The kinds of principal. */
  public enum Type {
    /** An account's root user. */
    ROOT,
    /** An IAM user, an integrated service's user among them. */
    USER,
    /** A session of an assumed role. */
    ROLE_SESSION,
    /** Somebody without credentials, whom an identity provider may vouch for. */
    WEB_IDENTITY,
    /** One of Latchkey's own services, acting on its own account. */
    SERVICE
  }

  public Caller {
    principalTags = Map.copyOf(principalTags);
  }

  /** A caller whose credentials are not temporary. */
  public Caller(
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
    this(
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
        viaService,
        null);
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

  /** Somebody who has not shown who it is: for operations that ask for another proof. */
  public static Caller anonymous(
      String region,
      @Nullable String sourceIp,
      @Nullable String userAgent,
      String requestId,
      boolean secureTransport) {
    return new Caller(
        Type.WEB_IDENTITY,
        "",
        "anonymous",
        "anonymous",
        region,
        null,
        sourceIp,
        userAgent,
        requestId,
        secureTransport,
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
        service,
        session);
  }

  /** The same principal, having shown a second factor. */
  public Caller withMfa(Instant shown) {
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
        shown,
        principalTags,
        viaService,
        session);
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
        viaService,
        session);
  }

  /** Whether an ARN is the principal's own, or that of the role whose session it is. */
  public boolean isNamedBy(@Nullable String arn) {
    return principal.equals(arn)
        || (session != null && session.roleArn() != null && session.roleArn().equals(arn));
  }

  public boolean isService() {
    return type == Type.SERVICE;
  }

  public boolean isRoot() {
    return type == Type.ROOT;
  }
}
