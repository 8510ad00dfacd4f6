package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.PolicyKind;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.Tokens;
import org.latchkey.iam.AwsManagedPolicies.AwsManagedPolicy;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.RoleDirectory;
import org.latchkey.identity.UserDirectory;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** The managed policies of an account, and the versions of each: five at most. */
@ApplicationScoped
@Transactional
@Audited("iam.amazonaws.com")
public class PolicyOperations {

  public record CreatePolicyRequest(
      String policyName,
      @Nullable String path,
      String policyDocument,
      @Nullable String description,
      @Nullable List<Tag> tags) {}

  public record CreatePolicyResponse(Policy policy) {}

  public record GetPolicyRequest(String policyArn) {}

  public record GetPolicyResponse(Policy policy) {}

  public record ListPoliciesRequest(
      @Nullable String scope,
      @Nullable Boolean onlyAttached,
      @Nullable String pathPrefix,
      @Nullable String policyUsageFilter,
      @Nullable String marker,
      @Nullable Integer maxItems) {}

  public record ListPoliciesResponse(
      List<Policy> policies, boolean isTruncated, @Nullable String marker) {}

  public record DeletePolicyRequest(String policyArn) {}

  public record CreatePolicyVersionRequest(
      String policyArn, String policyDocument, @Nullable Boolean setAsDefault) {}

  public record CreatePolicyVersionResponse(PolicyVersion policyVersion) {}

  public record GetPolicyVersionRequest(String policyArn, String versionId) {}

  public record GetPolicyVersionResponse(PolicyVersion policyVersion) {}

  public record ListPolicyVersionsRequest(
      String policyArn, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListPolicyVersionsResponse(
      List<PolicyVersion> versions, boolean isTruncated, @Nullable String marker) {}

  public record DeletePolicyVersionRequest(String policyArn, String versionId) {}

  public record SetDefaultPolicyVersionRequest(String policyArn, String versionId) {}

  public record TagPolicyRequest(String policyArn, List<Tag> tags) {}

  public record UntagPolicyRequest(String policyArn, List<String> tagKeys) {}

  public record ListPolicyTagsRequest(
      String policyArn, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListPolicyTagsResponse(
      List<Tag> tags, boolean isTruncated, @Nullable String marker) {}

  /** A managed policy as IAM shows it. */
  public record Policy(
      String policyName,
      String policyId,
      String arn,
      String path,
      String defaultVersionId,
      int attachmentCount,
      int permissionsBoundaryUsageCount,
      boolean isAttachable,
      @Nullable String description,
      Instant createDate,
      Instant updateDate,
      @Nullable List<Tag> tags) {}

  /**
   * A version of a managed policy.
   *
   * @param document percent-encoded; null in lists and after it was made
   */
  public record PolicyVersion(
      @Nullable String document, String versionId, boolean isDefaultVersion, Instant createDate) {}

  private static final int ID_LENGTH = 17;
  private static final int MOST_VERSIONS = 5;
  private static final int SCAN = 200;

  @Inject private AccessCheck access;
  @Inject private Policies policies;
  @Inject private UserDirectory users;
  @Inject private RoleDirectory roles;
  @Inject private Clock clock;

  /**
   * Makes a managed policy with its first version.
   *
   * @throws ServiceException {@code EntityAlreadyExists}, {@code MalformedPolicyDocument}, {@code
   *     LimitExceeded}, {@code InvalidInput}
   */
  public CreatePolicyResponse createPolicy(Caller caller, CreatePolicyRequest request) {
    Map<String, String> tags = Tags.exact(request.tags());
    String path = UserOperations.path(request.path());
    String name = request.policyName();
    Arn arn = ManagedPolicy.arn(caller.account(), path, name);
    access.authorize(caller, "iam:CreatePolicy", arn, RequestContext.builder().requestTags(tags));
    access.authorizeTags(caller, "iam:TagPolicy", arn, tags);
    requireDocument(request.policyDocument());
    if (policies.taken(caller.account(), name)) {
      throw new ServiceException(
          IdentityFault.ENTITY_ALREADY_EXISTS,
          "A policy called " + name + " already exists. Duplicate names are not allowed.");
    }
    Instant now = clock.instant();
    ManagedPolicy policy =
        new ManagedPolicy(
            "ANPA" + Tokens.base32(ID_LENGTH),
            caller.account(),
            path,
            name,
            request.description(),
            tags,
            now);
    policies.add(policy, new ManagedPolicyVersion(policy.id(), 1, request.policyDocument(), now));
    return new CreatePolicyResponse(describe(policy, caller, true));
  }

  /** A managed policy, without its text. */
  public GetPolicyResponse getPolicy(Caller caller, GetPolicyRequest request) {
    Optional<AwsManagedPolicy> ofAws = ofAws(caller, "iam:GetPolicy", request.policyArn());
    return new GetPolicyResponse(
        ofAws.isPresent()
            ? describe(ofAws.get(), caller, true)
            : describe(own(caller, "iam:GetPolicy", request.policyArn()), caller, true));
  }

  /** The managed policies of the account by their names, and AWS's after them by theirs. */
  public ListPoliciesResponse listPolicies(Caller caller, ListPoliciesRequest request) {
    String prefix = UserOperations.path(request.pathPrefix());
    access.authorize(caller, "iam:ListPolicies", AccessCheck.arn(caller, "policy" + prefix));
    Paging paging = Paging.of(request.marker(), request.maxItems());
    List<Listed> found = new ArrayList<>();
    if (!"AWS".equals(request.scope())) {
      addOwn(caller, prefix, paging, request, found);
    }
    if (!"Local".equals(request.scope()) && found.size() < paging.rows()) {
      AwsManagedPolicies.all().stream()
          .filter(policy -> policy.path().startsWith(prefix))
          .sorted(Comparator.comparing(AwsManagedPolicy::name))
          .map(policy -> new Listed("~" + policy.name(), describe(policy, caller, false)))
          .filter(each -> paging.after() == null || each.position().compareTo(paging.after()) > 0)
          .filter(each -> isWanted(each.policy(), request))
          .limit(paging.rows() - (long) found.size())
          .forEach(found::add);
    }
    Page<Listed> page = paging.page(found, Listed::position);
    return new ListPoliciesResponse(
        page.map(Listed::policy).items(), page.truncated(), page.nextMarker());
  }

  /** A policy in a list; no policy's name begins with a tilde, so AWS's come last. */
  private record Listed(String position, Policy policy) {}

  private void addOwn(
      Caller caller,
      String prefix,
      Paging paging,
      ListPoliciesRequest request,
      List<Listed> found) {
    String after = paging.after();
    while (after == null || !after.startsWith("~")) {
      List<ManagedPolicy> rows = policies.managed(caller.account(), prefix, after, SCAN);
      for (ManagedPolicy row : rows) {
        Policy policy = describe(row, caller, false);
        if (isWanted(policy, request) && found.size() < paging.rows()) {
          found.add(new Listed(row.name(), policy));
        }
      }
      if (rows.size() < SCAN || found.size() == paging.rows()) {
        return;
      }
      after = rows.get(rows.size() - 1).name();
    }
  }

  private static boolean isWanted(Policy policy, ListPoliciesRequest request) {
    boolean attached = policy.attachmentCount() > 0;
    boolean boundary = policy.permissionsBoundaryUsageCount() > 0;
    if (request.policyUsageFilter() != null) {
      return request.policyUsageFilter().equals("PermissionsPolicy") ? attached : boundary;
    }
    return !Boolean.TRUE.equals(request.onlyAttached()) || attached || boundary;
  }

  /**
   * Deletes a managed policy that nobody has any more, and that has no other version than its
   * default one.
   *
   * @throws ServiceException {@code DeleteConflict}, {@code NoSuchEntity}
   */
  public void deletePolicy(Caller caller, DeletePolicyRequest request) {
    ManagedPolicy policy = locked(caller, "iam:DeletePolicy", request.policyArn());
    if (policies.countAttachments(policy.arn(), caller.account()) > 0
        || boundaries(policy.arn(), caller) > 0) {
      throw conflict("Cannot delete a policy attached to entities.");
    }
    if (policies.versions(policy.id()).size() > 1) {
      throw conflict(
          "This policy has more than one version. Before you delete a policy, you must delete the"
              + " policy's versions. The default version is deleted with the policy.");
    }
    policies.remove(policy);
  }

  /**
   * Gives a managed policy a new text, which counts at once where it is made the default.
   *
   * @throws ServiceException {@code LimitExceeded} above five, {@code MalformedPolicyDocument}
   */
  public CreatePolicyVersionResponse createPolicyVersion(
      Caller caller, CreatePolicyVersionRequest request) {
    ManagedPolicy policy = locked(caller, "iam:CreatePolicyVersion", request.policyArn());
    requireDocument(request.policyDocument());
    if (policies.versions(policy.id()).size() >= MOST_VERSIONS) {
      throw new ServiceException(
          IdentityFault.LIMIT_EXCEEDED,
          "A managed policy can have up to 5 versions. Before you create a new version, you must"
              + " delete an existing version.");
    }
    Instant now = clock.instant();
    ManagedPolicyVersion version =
        new ManagedPolicyVersion(
            policy.id(), policy.nextVersion(now), request.policyDocument(), now);
    policies.add(version);
    if (Boolean.TRUE.equals(request.setAsDefault())) {
      policy.setDefaultVersion(version.version(), now);
    }
    return new CreatePolicyVersionResponse(describe(version, policy, false));
  }

  /** A version with its text, which is percent-encoded. */
  public GetPolicyVersionResponse getPolicyVersion(Caller caller, GetPolicyVersionRequest request) {
    String action = "iam:GetPolicyVersion";
    Optional<AwsManagedPolicy> ofAws = ofAws(caller, action, request.policyArn());
    if (ofAws.isPresent()) {
      if (!request.versionId().equals("v1")) {
        throw noSuchVersion(request.policyArn(), request.versionId());
      }
      return new GetPolicyVersionResponse(describeVersion(ofAws.get(), true));
    }
    ManagedPolicy policy = own(caller, action, request.policyArn());
    return new GetPolicyVersionResponse(
        describe(version(policy, request.versionId()), policy, true));
  }

  /** The versions of a policy, the newest first, without their texts. */
  public ListPolicyVersionsResponse listPolicyVersions(
      Caller caller, ListPolicyVersionsRequest request) {
    String action = "iam:ListPolicyVersions";
    Optional<AwsManagedPolicy> ofAws = ofAws(caller, action, request.policyArn());
    if (ofAws.isPresent()) {
      return new ListPolicyVersionsResponse(
          List.of(describeVersion(ofAws.get(), false)), false, null);
    }
    ManagedPolicy policy = own(caller, action, request.policyArn());
    Page<ManagedPolicyVersion> page =
        Paging.of(request.marker(), request.maxItems())
            .cut(
                policies.versions(policy.id()),
                version -> String.format("%010d", Integer.MAX_VALUE - version.version()));
    return new ListPolicyVersionsResponse(
        page.map(version -> describe(version, policy, false)).items(),
        page.truncated(),
        page.nextMarker());
  }

  /**
   * Deletes a version that is not the default one.
   *
   * @throws ServiceException {@code DeleteConflict}, {@code NoSuchEntity}
   */
  public void deletePolicyVersion(Caller caller, DeletePolicyVersionRequest request) {
    ManagedPolicy policy = locked(caller, "iam:DeletePolicyVersion", request.policyArn());
    ManagedPolicyVersion version = version(policy, request.versionId());
    if (version.version() == policy.defaultVersion()) {
      throw conflict("Cannot delete the default version of a policy.");
    }
    policies.remove(version);
  }

  /** Makes another version the one that counts, from the next request on. */
  public void setDefaultPolicyVersion(Caller caller, SetDefaultPolicyVersionRequest request) {
    ManagedPolicy policy = locked(caller, "iam:SetDefaultPolicyVersion", request.policyArn());
    policy.setDefaultVersion(version(policy, request.versionId()).version(), clock.instant());
  }

  /** Adds tags to a managed policy, and gives those that it has new values. */
  public void tagPolicy(Caller caller, TagPolicyRequest request) {
    Map<String, String> tags = Tags.exact(request.tags());
    ManagedPolicy policy =
        locked(
            caller,
            "iam:TagPolicy",
            request.policyArn(),
            RequestContext.builder().requestTags(tags));
    policy.tag(Tags.joinExact(policy.tags(), tags));
  }

  /** Takes tags from a managed policy; those that it does not have are passed over. */
  public void untagPolicy(Caller caller, UntagPolicyRequest request) {
    ManagedPolicy policy =
        locked(
            caller,
            "iam:UntagPolicy",
            request.policyArn(),
            RequestContext.builder().putAll("aws:TagKeys", request.tagKeys()));
    policy.tag(Tags.withoutExact(policy.tags(), request.tagKeys()));
  }

  /** A managed policy's tags, by their keys; AWS's have none. */
  public ListPolicyTagsResponse listPolicyTags(Caller caller, ListPolicyTagsRequest request) {
    String action = "iam:ListPolicyTags";
    Map<String, String> tags =
        ofAws(caller, action, request.policyArn()).isPresent()
            ? Map.of()
            : own(caller, action, request.policyArn()).tags();
    Page<Tag> page = Paging.of(request.marker(), request.maxItems()).cut(Tags.list(tags), Tag::key);
    return new ListPolicyTagsResponse(page.items(), page.truncated(), page.nextMarker());
  }

  /** AWS's policy of that ARN, once the caller may ask; empty where the ARN is not of AWS's. */
  private Optional<AwsManagedPolicy> ofAws(Caller caller, String action, String policyArn) {
    Arn arn = parse(policyArn);
    if (!arn.account().equals(AwsManagedPolicies.OWNER)) {
      return Optional.empty();
    }
    access.authorizeShared(caller, action, arn);
    return Optional.of(
        AwsManagedPolicies.find(policyArn).orElseThrow(() -> noSuchPolicy(policyArn)));
  }

  private ManagedPolicy own(Caller caller, String action, String policyArn) {
    return own(caller, action, policyArn, RequestContext.builder());
  }

  private ManagedPolicy own(
      Caller caller, String action, String policyArn, RequestContext.Builder context) {
    Optional<ManagedPolicy> policy =
        policies.managed(policyArn).filter(found -> found.account().equals(caller.account()));
    Map<String, String> tags = policy.map(ManagedPolicy::tags).orElseGet(Map::of);
    access.authorize(caller, action, parse(policyArn), context.resourceTags(() -> tags));
    return policy.orElseThrow(() -> noSuchPolicy(policyArn));
  }

  private ManagedPolicy locked(Caller caller, String action, String policyArn) {
    return locked(caller, action, policyArn, RequestContext.builder());
  }

  private ManagedPolicy locked(
      Caller caller, String action, String policyArn, RequestContext.Builder context) {
    if (parse(policyArn).account().equals(AwsManagedPolicies.OWNER)) {
      throw new ServiceException(
          CommonFault.ACCESS_DENIED, "Policy " + policyArn + " is owned by AWS.");
    }
    own(caller, action, policyArn, context);
    return policies.lock(policyArn).orElseThrow(() -> noSuchPolicy(policyArn));
  }

  private static Arn parse(String policyArn) {
    return Arn.parse(policyArn)
        .filter(arn -> arn.service().equals("iam") && arn.resource().startsWith("policy/"))
        .orElseThrow(
            () ->
                new ServiceException(
                    CommonFault.VALIDATION, "ARN " + policyArn + " is not valid."));
  }

  private ManagedPolicyVersion version(ManagedPolicy policy, String versionId) {
    int number;
    try {
      number = Integer.parseInt(versionId.substring(1));
    } catch (NumberFormatException none) {
      throw noSuchVersion(policy.arn(), versionId);
    }
    return policies
        .version(policy.id(), number)
        .orElseThrow(() -> noSuchVersion(policy.arn(), versionId));
  }

  /** How many of the caller's account have it as their permissions boundary. */
  private int boundaries(String policyArn, Caller caller) {
    return (int)
        (users.countBoundedBy(policyArn, caller.account())
            + roles.countBoundedBy(policyArn, caller.account()));
  }

  private Policy describe(ManagedPolicy policy, Caller caller, boolean whole) {
    return new Policy(
        policy.name(),
        policy.id(),
        policy.arn(),
        policy.path(),
        "v" + policy.defaultVersion(),
        (int) policies.countAttachments(policy.arn(), caller.account()),
        boundaries(policy.arn(), caller),
        true,
        whole ? policy.description() : null,
        policy.createdAt(),
        policy.updatedAt(),
        whole ? Tags.shown(policy.tags()) : null);
  }

  private Policy describe(AwsManagedPolicy policy, Caller caller, boolean whole) {
    return new Policy(
        policy.name(),
        policy.id(),
        policy.arn(),
        policy.path(),
        "v1",
        (int) policies.countAttachments(policy.arn(), caller.account()),
        boundaries(policy.arn(), caller),
        true,
        whole ? policy.description() : null,
        policy.since(),
        policy.since(),
        null);
  }

  private static PolicyVersion describe(
      ManagedPolicyVersion version, ManagedPolicy policy, boolean withText) {
    return new PolicyVersion(
        withText ? PolicyTexts.encoded(version.document()) : null,
        version.versionId(),
        version.version() == policy.defaultVersion(),
        version.createdAt());
  }

  private static PolicyVersion describeVersion(AwsManagedPolicy policy, boolean withText) {
    return new PolicyVersion(
        withText ? PolicyTexts.encoded(policy.document()) : null, "v1", true, policy.since());
  }

  private static void requireDocument(String document) {
    PolicyTexts.requireLength(
        PolicyTexts.length(document), PolicyTexts.LONGEST_MANAGED, "PolicySize");
    PolicyTexts.require(document, PolicyKind.IDENTITY);
  }

  private static ServiceException noSuchPolicy(String arn) {
    return new ServiceException(IdentityFault.NO_SUCH_ENTITY, "Policy " + arn + " was not found.");
  }

  private static ServiceException noSuchVersion(String arn, String versionId) {
    return new ServiceException(
        IdentityFault.NO_SUCH_ENTITY,
        "Policy " + arn + " version " + versionId + " does not exist or is not attachable.");
  }

  private static ServiceException conflict(String sentence) {
    return new ServiceException(IdentityFault.DELETE_CONFLICT, sentence);
  }
}
