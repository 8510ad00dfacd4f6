package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.audit.IdentifiedCaller;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.identity.AccountDirectory;
import org.latchkey.identity.NewSession;
import org.latchkey.identity.Role;
import org.latchkey.identity.RoleDirectory;
import org.latchkey.identity.VirtualMfaDevices;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/** Assuming roles. */
@ApplicationScoped
@Transactional
@Audited("sts.amazonaws.com")
public class SessionOperations {

  public record AssumeRoleRequest(
      String roleArn,
      String roleSessionName,
      @Nullable List<PolicyDescriptor> policyArns,
      @Nullable String policy,
      @Nullable Integer durationSeconds,
      @Nullable List<Tag> tags,
      @Nullable List<String> transitiveTagKeys,
      @Nullable String externalId,
      @Nullable String serialNumber,
      @Nullable String tokenCode,
      @Nullable String sourceIdentity,
      @Nullable List<ProvidedContext> providedContexts) {}

  /** A managed policy that limits a session. */
  public record PolicyDescriptor(@Nullable String arn) {}

  public record ProvidedContext(@Nullable String providerArn, @Nullable String contextAssertion) {}

  public record AssumeRoleResponse(
      SessionCredentials credentials,
      AssumedRoleUser assumedRoleUser,
      @Nullable Integer packedPolicySize,
      @Nullable String sourceIdentity) {}

  public record AssumedRoleUser(String assumedRoleId, String arn) {}

  public record AssumeRoleWithWebIdentityRequest(
      String roleArn,
      String roleSessionName,
      SecretBytes webIdentityToken,
      @Nullable String providerId,
      @Nullable List<PolicyDescriptor> policyArns,
      @Nullable String policy,
      @Nullable Integer durationSeconds) {}

  public record AssumeRoleWithWebIdentityResponse(
      SessionCredentials credentials,
      String subjectFromWebIdentityToken,
      AssumedRoleUser assumedRoleUser,
      @Nullable Integer packedPolicySize,
      String provider,
      String audience) {}

  private static final int LEAST_SECONDS = 900;
  private static final int DEFAULT_SECONDS = 3_600;
  private static final int MOST_SECONDS_OF_CHAIN = 3_600;

  @Inject private Authorizer authorizer;
  @Inject private AccountDirectory accounts;
  @Inject private RoleDirectory roles;
  @Inject private SessionLimits limits;
  @Inject private VirtualMfaDevices devices;
  @Inject private WebIdentities webIdentities;
  @Inject private IdentifiedCaller identified;
  @Inject private SessionCredentials.Issuer issuer;
  @Inject private Clock clock;

  /**
   * Temporary credentials of a role, for whom its trust policy names, and who may by its own
   * policies where it belongs to another account or the trust policy names its whole account.
   *
   * @throws ServiceException {@code AccessDenied}, also where there is no such role; {@code
   *     ValidationError}, {@code MalformedPolicyDocument}, {@code PackedPolicyTooLarge}
   */
  public AssumeRoleResponse assumeRole(Caller caller, AssumeRoleRequest request) {
    if (caller.isRoot()) {
      throw new ServiceException(
          CommonFault.ACCESS_DENIED, "Roles may not be assumed by root accounts.");
    }
    if (request.providedContexts() != null && !request.providedContexts().isEmpty()) {
      throw invalid("ProvidedContexts are not supported.");
    }
    Caller.Session chained = caller.type() == Caller.Type.ROLE_SESSION ? caller.session() : null;
    Map<String, String> tags =
        Tags.of(request.tags(), CommonFault.VALIDATION, CommonFault.VALIDATION);
    Set<String> transitive = transitiveTags(caller, chained, request, tags);
    String sourceIdentity = sourceIdentity(chained, request.sourceIdentity());
    Role role = role(request.roleArn());
    Caller asking = withMfa(caller, request);
    RequestContext.Builder context =
        RequestContext.builder()
            .put("sts:ExternalId", request.externalId())
            .put("sts:RoleSessionName", request.roleSessionName())
            .put("sts:SourceIdentity", sourceIdentity)
            .putAll("sts:TransitiveTagKeys", transitive)
            .requestTags(tags);
    authorize(asking, "sts:AssumeRole", request.roleArn(), role, context);
    if (!tags.isEmpty()) {
      authorize(asking, "sts:TagSession", request.roleArn(), role, context);
    }
    if (sourceIdentity != null) {
      authorize(asking, "sts:SetSourceIdentity", request.roleArn(), role, context);
    }
    Role assumed = required(role, caller, request.roleArn());
    Duration duration = duration(assumed, chained != null, request.durationSeconds());
    SessionLimits.Limits limited = limits.of(assumed, request.policy(), arns(request.policyArns()));
    NewSession session =
        new NewSession(
            assumed.account(),
            null,
            assumed.id(),
            request.roleSessionName(),
            duration,
            limited.policies(),
            limited.policyArns(),
            tags,
            List.copyOf(transitive),
            sourceIdentity,
            null,
            null);
    return new AssumeRoleResponse(
        issuer.issue(session),
        assumedRoleUser(assumed, request.roleSessionName()),
        limited.packedSize(),
        sourceIdentity);
  }

  /**
   * Temporary credentials of a role for somebody whom an identity provider vouches for; the request
   * needs no signature.
   *
   * @throws ServiceException {@code InvalidIdentityToken}, {@code ExpiredTokenException}, {@code
   *     IDPRejectedClaim}, {@code IDPCommunicationError}, {@code AccessDenied}
   */
  @Transactional(Transactional.TxType.SUPPORTS) // the provider may have to be asked meanwhile
  public AssumeRoleWithWebIdentityResponse assumeRoleWithWebIdentity(
      Caller caller, AssumeRoleWithWebIdentityRequest request) {
    Role role = role(request.roleArn());
    String account = Arn.parse(request.roleArn()).map(Arn::account).orElse("");
    WebIdentities.WebIdentity identity = webIdentities.verify(account, request.webIdentityToken());
    Caller asking = identity.caller(account, caller);
    identified.is(asking);
    RequestContext.Builder context =
        identity.context().put("sts:RoleSessionName", request.roleSessionName());
    authorize(asking, "sts:AssumeRoleWithWebIdentity", request.roleArn(), role, context);
    Role assumed = required(role, asking, request.roleArn());
    SessionLimits.Limits limited = limits.of(assumed, request.policy(), arns(request.policyArns()));
    NewSession session =
        new NewSession(
            assumed.account(),
            null,
            assumed.id(),
            request.roleSessionName(),
            duration(assumed, false, request.durationSeconds()),
            limited.policies(),
            limited.policyArns(),
            Map.of(),
            List.of(),
            null,
            identity.providerArn(),
            null);
    return new AssumeRoleWithWebIdentityResponse(
        issuer.issue(session),
        identity.subject(),
        assumedRoleUser(assumed, request.roleSessionName()),
        limited.packedSize(),
        identity.providerArn(),
        identity.audience());
  }

  private @Nullable Role role(String roleArn) {
    Arn arn =
        Arn.parse(roleArn)
            .filter(found -> found.service().equals("iam") && found.region().isEmpty())
            .filter(found -> found.resource().startsWith("role/"))
            .orElseThrow(() -> invalid(roleArn + " is invalid"));
    String name = arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    return roles
        .find(arn.account(), name)
        .filter(found -> found.arn().equals(roleArn))
        .filter(found -> accounts.isActive(found.account()))
        .orElse(null);
  }

  /** A role that does not exist has no trust policy, so that the answer is the same. */
  private void authorize(
      Caller caller,
      String action,
      String roleArn,
      @Nullable Role role,
      RequestContext.Builder context) {
    if (role != null) {
      context.attach(role).resourceTags(role::tags).lazilyEach("iam:ResourceTag/", role::tags);
    }
    authorizer.authorize(
        AuthorizationRequest.on(Arn.parse(roleArn).orElseThrow(), caller, action, context.build()));
  }

  /** Without a trust policy nobody passes, so that this is not reached. */
  private static Role required(@Nullable Role role, Caller caller, String roleArn) {
    if (role == null) {
      throw new ServiceException(
          CommonFault.ACCESS_DENIED,
          "User: "
              + caller.principal()
              + " is not authorized to perform: sts:AssumeRole on resource: "
              + roleArn);
    }
    return role;
  }

  private Caller withMfa(Caller caller, AssumeRoleRequest request) {
    Instant shown =
        MfaProof.require(
            devices, caller, request.serialNumber(), request.tokenCode(), clock.instant());
    return shown == null ? caller : caller.withMfa(shown);
  }

  private static Set<String> transitiveTags(
      Caller caller,
      Caller.@Nullable Session chained,
      AssumeRoleRequest request,
      Map<String, String> tags) {
    Set<String> keys = new TreeSet<>();
    for (String key :
        request.transitiveTagKeys() == null ? List.<String>of() : request.transitiveTagKeys()) {
      if (!tags.containsKey(key)) {
        throw invalid("The transitive tag key " + key + " is not among the tags.");
      }
      keys.add(key);
    }
    if (chained != null) {
      for (String key : chained.transitiveTags()) {
        if (tags.keySet().stream().anyMatch(key::equalsIgnoreCase)) {
          throw invalid("The tag " + key + " comes from an earlier session and cannot be changed.");
        }
        String value = caller.principalTags().get(key);
        if (value != null) {
          tags.put(key, value);
          keys.add(key);
        }
      }
    }
    return keys;
  }

  private static @Nullable String sourceIdentity(
      Caller.@Nullable Session chained, @Nullable String asked) {
    String known = chained == null ? null : chained.sourceIdentity();
    if (known != null && asked != null && !known.equals(asked)) {
      throw new ServiceException(
          CommonFault.ACCESS_DENIED, "The source identity of a session cannot be changed.");
    }
    return known == null ? asked : known;
  }

  private static Duration duration(Role role, boolean chained, @Nullable Integer asked) {
    int seconds = asked == null ? DEFAULT_SECONDS : asked;
    if (seconds < LEAST_SECONDS) {
      throw invalid("DurationSeconds must be at least " + LEAST_SECONDS + ".");
    }
    if (chained && seconds > MOST_SECONDS_OF_CHAIN) {
      throw invalid(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by"
              + " role chaining");
    }
    if (asked != null && seconds > role.maxSessionDuration()) {
      throw invalid(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    return Duration.ofSeconds(seconds);
  }

  private static List<String> arns(@Nullable List<PolicyDescriptor> descriptors) {
    return descriptors == null
        ? List.of()
        : descriptors.stream().map(PolicyDescriptor::arn).map(String::valueOf).toList();
  }

  private static AssumedRoleUser assumedRoleUser(Role role, String sessionName) {
    return new AssumedRoleUser(role.id() + ":" + sessionName, role.sessionArn(sessionName));
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(CommonFault.VALIDATION, message);
  }
}
