package org.latchkey.accessanalyzer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.ElementPosition;
import org.latchkey.access.Finding;
import org.latchkey.access.InvalidPolicy;
import org.latchkey.access.PolicyDocument;
import org.latchkey.access.PolicyFindings;
import org.latchkey.access.PolicyKind;
import org.latchkey.access.PolicyType;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * Checks policies before they are saved.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicy.html">IAM
 *     Access Analyzer API Reference, ValidatePolicy</a>
 */
@ApplicationScoped
@Transactional(Transactional.TxType.SUPPORTS)
@Audited("access-analyzer.amazonaws.com")
public class PolicyValidationOperations {

  /**
   * A policy to be checked.
   *
   * @param locale findings are in English, whatever it says
   */
  public record ValidatePolicyRequest(
      @Nullable String locale,
      @Nullable Integer maxResults,
      @Nullable String nextToken,
      String policyDocument,
      String policyType,
      @Nullable String validatePolicyResourceType) {}

  public record ValidatePolicyResponse(
      List<ValidatePolicyFinding> findings, @Nullable String nextToken) {

    public ValidatePolicyResponse {
      findings = List.copyOf(findings);
    }
  }

  public record ValidatePolicyFinding(
      String findingDetails,
      String findingType,
      String issueCode,
      String learnMoreLink,
      List<Location> locations) {

    public ValidatePolicyFinding {
      locations = List.copyOf(locations);
    }
  }

  public record Location(List<PathElement> path, Span span) {

    public Location {
      path = List.copyOf(path);
    }
  }

  /** One step on the way to an element: a member's key or a list's index. */
  public record PathElement(@Nullable Integer index, @Nullable String key) {}

  public record Span(Position start, Position end) {}

  /**
   * A place in the document.
   *
   * @param line from 1
   * @param column from 0
   * @param offset from 0
   */
  public record Position(int line, int column, int offset) {}

  private static final int MOST_RESULTS = 1_000;
  private static final int LONGEST = 131_072;
  private static final String LEARN_MORE =
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html";

  @Inject private Authorizer authorizer;

  /**
   * What is wrong with a policy or dangerous about it, a sentence each. A resource policy whose
   * every action is KMS's is checked as a key policy, and so is one for {@code AWS::KMS::Key}.
   *
   * @throws ServiceException {@code ValidationException} for service and resource control policies,
   *     which there are none of here, and for a policy of more than 128 KiB
   */
  public ValidatePolicyResponse validatePolicy(Caller caller, ValidatePolicyRequest request) {
    authorizer.authorize(
        AuthorizationRequest.onAccount(
            caller, "access-analyzer:ValidatePolicy", RequestContext.empty()));
    int limit = limit(request.maxResults());
    int first = first(request.nextToken());
    String document = request.policyDocument();
    if (document.length() > LONGEST) {
      throw invalid("policyDocument must not be longer than " + LONGEST + " characters.");
    }
    List<Finding> all = find(document, request);
    int from = Math.min(first, all.size());
    int to = Math.min(from + limit, all.size());
    return new ValidatePolicyResponse(
        all.subList(from, to).stream().map(each -> shown(document, each)).toList(),
        to < all.size() ? Integer.toString(to) : null);
  }

  private static List<Finding> find(String document, ValidatePolicyRequest request) {
    String resourceType = request.validatePolicyResourceType();
    if (resourceType != null && !request.policyType().equals("RESOURCE_POLICY")) {
      throw invalid("validatePolicyResourceType goes with a RESOURCE_POLICY alone.");
    }
    PolicyKind kind =
        switch (request.policyType()) {
          case "IDENTITY_POLICY" -> PolicyKind.IDENTITY;
          case "RESOURCE_POLICY" ->
              "AWS::IAM::AssumeRolePolicyDocument".equals(resourceType)
                  ? PolicyKind.TRUST
                  : PolicyKind.RESOURCE;
          default -> throw invalid("A " + request.policyType() + " is not supported.");
        };
    try {
      PolicyDocument policy = PolicyDocument.parse(document, kind);
      return PolicyFindings.of(policy, type(policy, kind, resourceType));
    } catch (InvalidPolicy malformed) {
      return List.of(
          new Finding(
              Finding.Type.ERROR, "MALFORMED_POLICY", malformed.location(), malformed.sentence()));
    }
  }

  private static PolicyType type(
      PolicyDocument policy, PolicyKind kind, @Nullable String resourceType) {
    if (kind == PolicyKind.IDENTITY) {
      return PolicyType.IDENTITY_POLICY;
    }
    boolean ofKey =
        resourceType == null ? policy.isAboutKeys() : resourceType.equals("AWS::KMS::Key");
    return ofKey ? PolicyType.KEY_POLICY : PolicyType.RESOURCE_POLICY;
  }

  private static ValidatePolicyFinding shown(String document, Finding finding) {
    ElementPosition position = ElementPosition.of(document, finding.location());
    return new ValidatePolicyFinding(
        finding.details(),
        finding.type().name(),
        finding.issueCode(),
        LEARN_MORE,
        List.of(
            new Location(
                position.path().stream()
                    .map(step -> new PathElement(step.index(), step.key()))
                    .toList(),
                new Span(position(position.start()), position(position.end())))));
  }

  private static Position position(ElementPosition.Position at) {
    return new Position(at.line(), at.column(), at.offset());
  }

  private static int limit(@Nullable Integer asked) {
    if (asked != null && asked < 1) {
      throw invalid("maxResults must be at least 1.");
    }
    return asked == null ? MOST_RESULTS : Math.min(asked, MOST_RESULTS);
  }

  private static int first(@Nullable String token) {
    if (token == null) {
      return 0;
    }
    if (!token.matches("[1-9][0-9]{0,6}")) {
      throw invalid("nextToken is not one that was given.");
    }
    return Integer.parseInt(token);
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(CommonFault.VALIDATION, message);
  }
}
