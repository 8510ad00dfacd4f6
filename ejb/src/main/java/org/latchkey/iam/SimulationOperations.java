package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.Decision;
import org.latchkey.access.Decision.Deciding;
import org.latchkey.access.Permission;
import org.latchkey.access.PolicyDocument;
import org.latchkey.access.PolicyKind;
import org.latchkey.access.PolicyType;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.Role;
import org.latchkey.identity.User;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/**
 * Says what policies would decide, and by which statement, without anything being done: the same
 * evaluation that decides requests.
 */
@ApplicationScoped
@Transactional
@Audited("iam.amazonaws.com")
public class SimulationOperations {

  public record SimulatePrincipalPolicyRequest(
      String policySourceArn,
      @Nullable List<String> policyInputList,
      @Nullable List<String> permissionsBoundaryPolicyInputList,
      List<String> actionNames,
      @Nullable List<String> resourceArns,
      @Nullable String resourcePolicy,
      @Nullable String resourceOwner,
      @Nullable String callerArn,
      @Nullable List<ContextEntry> contextEntries,
      @Nullable String resourceHandlingOption,
      @Nullable Integer maxItems,
      @Nullable String marker) {}

  public record SimulateCustomPolicyRequest(
      List<String> policyInputList,
      @Nullable List<String> permissionsBoundaryPolicyInputList,
      List<String> actionNames,
      @Nullable List<String> resourceArns,
      @Nullable String resourcePolicy,
      @Nullable String resourceOwner,
      @Nullable String callerArn,
      @Nullable List<ContextEntry> contextEntries,
      @Nullable String resourceHandlingOption,
      @Nullable Integer maxItems,
      @Nullable String marker) {}

  public record ContextEntry(
      @Nullable String contextKeyName,
      @Nullable List<String> contextKeyValues,
      @Nullable String contextKeyType) {}

  public record SimulatePolicyResponse(
      List<EvaluationResult> evaluationResults, boolean isTruncated, @Nullable String marker) {}

  public record EvaluationResult(
      String evalActionName,
      String evalResourceName,
      String evalDecision,
      List<MatchedStatement> matchedStatements,
      List<String> missingContextValues,
      @Nullable PermissionsBoundaryDecisionDetail permissionsBoundaryDecisionDetail) {}

  /**
   * A statement that decided.
   *
   * @param sourcePolicyId its policy, a number sign, and its Sid or place: {@code Statement[1]}; a
   *     policy is known by its ARN, or by the kind and the name of its owner and its own name:
   *     {@code group_readers_lists}, or by its place in the request: {@code PolicyInputList.1}
   */
  public record MatchedStatement(String sourcePolicyId, String sourcePolicyType) {}

  public record PermissionsBoundaryDecisionDetail(boolean allowedByPermissionsBoundary) {}

  /** Condition keys that have a value only where the question gives one. */
  private static final List<String> OF_REQUESTS =
      List.of("aws:MultiFactorAuthPresent", "aws:SecureTransport", "aws:ViaAWSService");

  private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9-]+:[A-Za-z0-9]+");

  @Inject private AccessCheck access;
  @Inject private Authorizer authorizer;
  @Inject private IdentityPermissions permissions;
  @Inject private Groups groups;

  /** The principal that is asked about. */
  private record Subject(
      Caller caller, List<Permission> permissions, Map<String, String> sourceTypes) {}

  /** How the owners of policies are named, and what kind of policy each name stands for. */
  private static final class OwnerNames {
    private final Map<String, String> types = new HashMap<>();

    UnaryOperator<String> of(String kind, String owner) {
      return policy -> {
        String source = kind + "_" + owner + "_" + policy;
        types.put(source, kind);
        return source;
      };
    }

    Map<String, String> types() {
      return Map.copyOf(types);
    }
  }

  /** What is asked, whoever it is asked of. */
  private record Question(
      List<String> actions,
      List<String> resources,
      @Nullable String resourcePolicy,
      @Nullable String resourceOwner,
      List<ContextEntry> context) {}

  /**
   * What the policies of a user, group or role, and further ones, would decide.
   *
   * @throws ServiceException {@code InvalidInput}, {@code NoSuchEntity}
   */
  public SimulatePolicyResponse simulatePrincipalPolicy(
      Caller caller, SimulatePrincipalPolicyRequest request) {
    Subject subject = subject(caller, request.policySourceArn());
    requireCaller(
        request.resourcePolicy(),
        isUser(request.policySourceArn()) ? request.policySourceArn() : request.callerArn());
    List<Permission> all = new ArrayList<>(subject.permissions());
    List<String> boundaries = orEmpty(request.permissionsBoundaryPolicyInputList());
    requireActions(request.actionNames());
    requireOneAtMost(boundaries);
    if (!boundaries.isEmpty()) {
      all.removeIf(each -> each.type() == PolicyType.PERMISSIONS_BOUNDARY);
    }
    add("PolicyInputList", orEmpty(request.policyInputList()), PolicyType.IDENTITY_POLICY, all);
    add("PermissionsBoundary", boundaries, PolicyType.PERMISSIONS_BOUNDARY, all);
    Question question =
        new Question(
            request.actionNames(),
            orEmpty(request.resourceArns()),
            request.resourcePolicy(),
            request.resourceOwner(),
            orEmpty(request.contextEntries()));
    return answer(
        new Subject(
            request.callerArn() == null ? subject.caller() : user(caller, request.callerArn()),
            all,
            subject.sourceTypes()),
        question,
        request.marker(),
        request.maxItems());
  }

  /** What policies that nobody has would decide. */
  public SimulatePolicyResponse simulateCustomPolicy(
      Caller caller, SimulateCustomPolicyRequest request) {
    access.authorizeAccount(caller, "iam:SimulateCustomPolicy");
    requireCaller(request.resourcePolicy(), request.callerArn());
    List<String> boundaries = orEmpty(request.permissionsBoundaryPolicyInputList());
    requireActions(request.actionNames());
    requireOneAtMost(boundaries);
    List<Permission> all = new ArrayList<>();
    add("PolicyInputList", request.policyInputList(), PolicyType.IDENTITY_POLICY, all);
    add("PermissionsBoundary", boundaries, PolicyType.PERMISSIONS_BOUNDARY, all);
    Caller asked = request.callerArn() == null ? anyone(caller) : user(caller, request.callerArn());
    Question question =
        new Question(
            request.actionNames(),
            orEmpty(request.resourceArns()),
            request.resourcePolicy(),
            request.resourceOwner(),
            orEmpty(request.contextEntries()));
    return answer(
        new Subject(asked, all, Map.of()), question, request.marker(), request.maxItems());
  }

  private static void requireActions(List<String> names) {
    for (String name : names) {
      if (!ACTION.matcher(name).matches()) {
        throw new ServiceException(
            IdentityFault.INVALID_INPUT,
            "Invalid action name "
                + name
                + ": it must have its service's prefix, as kms:Decrypt has, and no wildcards.");
      }
    }
  }

  private static void requireOneAtMost(List<String> boundaries) {
    if (boundaries.size() > 1) {
      throw new ServiceException(
          IdentityFault.INVALID_INPUT, "Only one permissions boundary can be simulated.");
    }
  }

  private Subject subject(Caller caller, String sourceArn) {
    String action = "iam:SimulatePrincipalPolicy";
    Optional<Arn> arn =
        Arn.parse(sourceArn)
            .filter(found -> found.service().equals("iam"))
            .filter(found -> found.account().equals(caller.account()));
    String name = sourceArn.substring(sourceArn.lastIndexOf('/') + 1);
    String resource = arn.map(Arn::resource).orElse("");
    if (resource.startsWith("user/")) {
      User user = access.user(caller, action, name);
      OwnerNames names = new OwnerNames();
      return new Subject(
          as(caller, Caller.Type.USER, user.arn(), user.userId(), user.tags()),
          permissions.ofUser(
              user.userId(),
              id -> id.equals(user.userId()) ? names.of("user", name) : groupName(names, id)),
          names.types());
    }
    if (resource.startsWith("role/")) {
      Role role = access.role(caller, action, name);
      OwnerNames names = new OwnerNames();
      return new Subject(
          as(
              caller,
              Caller.Type.ROLE_SESSION,
              role.sessionArn("simulated"),
              role.id() + ":simulated",
              role.tags()),
          permissions.ofRole(role.id(), id -> names.of("role", name)),
          names.types());
    }
    if (resource.startsWith("group/")) {
      Group group = access.group(caller, action, name);
      OwnerNames names = new OwnerNames();
      return new Subject(
          anyone(caller), permissions.ofGroup(group.id(), names.of("group", name)), names.types());
    }
    access.authorizeAccount(caller, action);
    throw new ServiceException(
        CommonFault.VALIDATION,
        sourceArn + " is not the ARN of a user, group or role of this account.");
  }

  /** A resource's policy can only be looked at for somebody whom it could name. */
  private static void requireCaller(@Nullable String resourcePolicy, @Nullable String callerArn) {
    if (resourcePolicy != null && callerArn == null) {
      throw new ServiceException(
          IdentityFault.INVALID_INPUT,
          "CallerArn is required where ResourcePolicy is given and PolicySourceArn is not the ARN"
              + " of a user.");
    }
  }

  /** A user of whom nothing is known but the name. */
  private static Caller user(Caller asking, String arn) {
    if (!isUser(arn)) {
      throw new ServiceException(IdentityFault.INVALID_INPUT, arn + " is not the ARN of a user.");
    }
    return as(asking, Caller.Type.USER, arn, "simulated", Map.of());
  }

  private static boolean isUser(String arn) {
    return Arn.parse(arn)
        .filter(found -> found.service().equals("iam"))
        .filter(found -> found.resource().startsWith("user/"))
        .isPresent();
  }

  private static Caller anyone(Caller asking) {
    return user(asking, AccessCheck.arn(asking, "user/simulated").toString());
  }

  private UnaryOperator<String> groupName(OwnerNames names, String groupId) {
    return names.of("group", groups.find(groupId).map(Group::name).orElse(groupId));
  }

  private static Caller as(
      Caller asking, Caller.Type type, String principal, String userId, Map<String, String> tags) {
    String account = Arn.parse(principal).map(Arn::account).orElseGet(asking::account);
    return new Caller(
        type,
        account,
        principal,
        userId,
        asking.region(),
        null,
        null,
        null,
        asking.requestId(),
        asking.secureTransport(),
        null,
        tags,
        null);
  }

  private static void add(
      String name, List<String> documents, PolicyType type, List<Permission> permissions) {
    for (int i = 0; i < documents.size(); i++) {
      permissions.add(
          Permission.policy(
              type,
              name + "." + (i + 1),
              PolicyTexts.require(documents.get(i), PolicyKind.IDENTITY)));
    }
  }

  private SimulatePolicyResponse answer(
      Subject subject, Question question, @Nullable String marker, @Nullable Integer maxItems) {
    List<Permission> all = new ArrayList<>(subject.permissions());
    if (question.resourcePolicy() != null) {
      all.add(
          Permission.policy(
              PolicyType.RESOURCE_POLICY,
              "ResourcePolicy",
              PolicyTexts.require(question.resourcePolicy(), PolicyKind.RESOURCE)));
    }
    List<String> resources = question.resources().isEmpty() ? List.of("*") : question.resources();
    Paging paging = Paging.of(marker, maxItems);
    long size = (long) question.actions().size() * resources.size();
    List<Long> indexes = new ArrayList<>();
    for (long i = begin(paging, size); i < size && indexes.size() < paging.rows(); i++) {
      indexes.add(i);
    }
    Page<EvaluationResult> page =
        paging
            .page(indexes, String::valueOf)
            .map(
                index ->
                    evaluate(
                        subject,
                        all,
                        question,
                        question.actions().get((int) (index / resources.size())),
                        resources.get((int) (index % resources.size()))));
    return new SimulatePolicyResponse(page.items(), page.truncated(), page.nextMarker());
  }

  private static long begin(Paging paging, long size) {
    String after = paging.after();
    try {
      return after == null ? 0 : Math.min(Long.parseLong(after) + 1, size);
    } catch (NumberFormatException foreign) {
      throw new ServiceException(
          CommonFault.VALIDATION, "Invalid Marker: it is not one that this operation returned.");
    }
  }

  private EvaluationResult evaluate(
      Subject subject, List<Permission> all, Question question, String action, String resource) {
    RequestContext.Builder context = RequestContext.builder();
    for (ContextEntry entry : question.context()) {
      if (entry.contextKeyName() != null) {
        context.putAll(entry.contextKeyName(), orEmpty(entry.contextKeyValues()));
      }
    }
    // how the request was sent that asks says nothing of the one that is asked about
    OF_REQUESTS.forEach(key -> context.lazily(key, List::of));
    String owner =
        question.resourceOwner() == null
            ? Arn.parse(resource)
                .map(Arn::account)
                .filter(account -> !account.isEmpty() && !account.contains("*"))
                .orElseGet(subject.caller()::account)
            : Arn.parse(question.resourceOwner())
                .map(Arn::account)
                .orElse(question.resourceOwner());
    AuthorizationRequest request =
        new AuthorizationRequest(subject.caller(), action, resource, owner, context.build());
    Decision decision =
        question.resourcePolicy() == null
            ? authorizer.decideByIdentity(request, all)
            : authorizer.decideBy(request, all);
    return new EvaluationResult(
        action,
        resource,
        word(decision),
        decision.deciding().stream().map(each -> matched(each, subject.sourceTypes())).toList(),
        List.of(),
        boundary(request, all));
  }

  /** Whether each boundary allows it by itself, whatever else decides; null where there is none. */
  private @Nullable PermissionsBoundaryDecisionDetail boundary(
      AuthorizationRequest request, List<Permission> all) {
    List<PolicyDocument> boundaries =
        all.stream()
            .filter(each -> each.type() == PolicyType.PERMISSIONS_BOUNDARY)
            .flatMap(each -> Stream.ofNullable(each.policy()))
            .toList();
    return boundaries.isEmpty()
        ? null
        : new PermissionsBoundaryDecisionDetail(
            boundaries.stream()
                .map(policy -> Permission.policy(PolicyType.IDENTITY_POLICY, "boundary", policy))
                .allMatch(only -> authorizer.decideByIdentity(request, List.of(only)).allowed()));
  }

  private static String word(Decision decision) {
    return switch (decision.outcome()) {
      case ALLOW -> "allowed";
      case EXPLICIT_DENY -> "explicitDeny";
      case IMPLICIT_DENY -> "implicitDeny";
    };
  }

  private static MatchedStatement matched(Deciding deciding, Map<String, String> sourceTypes) {
    String source = deciding.source();
    String type =
        switch (deciding.type()) {
          case KEY_POLICY, RESOURCE_POLICY -> "resource";
          case IDENTITY_POLICY, PERMISSIONS_BOUNDARY, SERVICE_ROLE ->
              source.startsWith("arn:aws:iam::aws:")
                  ? "aws-managed"
                  : source.startsWith("arn:")
                      ? "user-managed"
                      : sourceTypes.getOrDefault(source, "none");
          case SESSION_POLICY, GRANT -> "none";
        };
    return new MatchedStatement(source + "#" + deciding.statement(), type);
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
