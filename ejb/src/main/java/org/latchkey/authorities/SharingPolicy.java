package org.latchkey.authorities;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.latchkey.access.InvalidPolicy;
import org.latchkey.access.PolicyDocument;
import org.latchkey.access.PolicyKind;
import org.latchkey.shared.Arn;
import org.latchkey.shared.ServiceException;

/**
 * An authority's policy: it shares with others what can be shared, of this authority alone. What
 * manages the authority stays with its owner, so that no policy locks anybody out.
 *
 * @see <a href="https://docs.aws.amazon.com/privateca/latest/userguide/pca-rbp.html">AWS Private CA
 *     User Guide, Resource-based policies: the actions that can be shared</a>
 */
final class SharingPolicy {

  private static final Set<String> SHAREABLE =
      Set.of(
          "acm-pca:describecertificateauthority",
          "acm-pca:getcertificate",
          "acm-pca:getcertificateauthoritycertificate",
          "acm-pca:issuecertificate",
          "acm-pca:listpermissions",
          "acm-pca:listtags",
          "acm-pca:revokecertificate");

  /** Stands for every account, of which the policy's conditions may leave few. */
  static final String EVERYONE = "*";

  private static final Pattern ACCOUNT =
      Pattern.compile("([0-9]{12})|arn:[^:]+:(?:iam|sts)::([0-9]{12}):.*");

  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode document;

  private SharingPolicy(JsonNode document) {
    this.document = document;
  }

  /**
   * Reads a policy for an authority.
   *
   * @throws ServiceException {@code InvalidPolicyException}
   */
  static SharingPolicy parse(String text, Arn authority) {
    try {
      PolicyDocument.parse(text, PolicyKind.AUTHORITY);
      SharingPolicy policy = new SharingPolicy(JSON.readTree(text));
      policy.requireShareable(authority.toString());
      return policy;
    } catch (InvalidPolicy malformed) {
      throw invalid(malformed.sentence());
    } catch (JsonProcessingException malformed) {
      throw invalid("The policy is not JSON.");
    }
  }

  /**
   * The accounts that the policy allows something, by whatever principal of theirs; {@link
   * #EVERYONE} among them where a statement names no account.
   */
  Set<String> accountsOtherThan(String owner) {
    Set<String> accounts = new TreeSet<>();
    for (JsonNode statement : each(document.path("Statement"))) {
      if (statement.path("Effect").asText().equals("Allow")) {
        principals(statement.path("Principal")).map(SharingPolicy::account).forEach(accounts::add);
      }
    }
    accounts.remove(owner);
    return accounts;
  }

  private static Stream<String> principals(JsonNode element) {
    return each(element.isTextual() ? element : element.path("AWS")).stream().map(JsonNode::asText);
  }

  private static String account(String principal) {
    Matcher matcher = ACCOUNT.matcher(principal);
    if (!matcher.matches()) {
      return EVERYONE;
    }
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }

  private void requireShareable(String authority) {
    for (JsonNode statement : each(document.path("Statement"))) {
      if (statement.has("NotAction")
          || statement.has("NotResource")
          || statement.has("NotPrincipal")) {
        throw invalid("NotAction, NotResource and NotPrincipal cannot be used.");
      }
      for (JsonNode action : each(statement.path("Action"))) {
        if (!SHAREABLE.contains(action.asText().toLowerCase(Locale.ROOT))) {
          throw invalid("The action " + action.asText() + " cannot be shared.");
        }
      }
      for (JsonNode resource : each(statement.path("Resource"))) {
        if (!resource.asText().equals(authority)) {
          throw invalid("Each statement's Resource must be " + authority + ".");
        }
      }
    }
  }

  /** The elements of a list, or what stands in its place. */
  private static List<JsonNode> each(JsonNode node) {
    List<JsonNode> all = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(all::add);
    } else if (!node.isMissingNode()) {
      all.add(node);
    }
    return all;
  }

  private static ServiceException invalid(String sentence) {
    return new ServiceException(AuthorityFault.INVALID_POLICY, sentence);
  }
}
