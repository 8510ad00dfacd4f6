package org.latchkey.grants;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.grants.GrantOperations.CreateGrantRequest;
import org.latchkey.keys.KeyFault;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/** What a grant must look like before anybody may make it. */
@ApplicationScoped
class GrantChecks {

  private static final int MAX_CONTEXT_PAIRS = 8;
  private static final int MAX_CONTEXT_VALUE = 384;
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern PRINCIPAL_RESOURCE =
      Pattern.compile("root|(user|role|federated-user|assumed-role)/.+");

  /**
   * The operations that a request lists.
   *
   * @throws ServiceException {@code ValidationException}
   */
  Set<GrantOperation> operations(CreateGrantRequest request) {
    Set<GrantOperation> operations = EnumSet.noneOf(GrantOperation.class);
    request.operations().forEach(name -> operations.add(GrantOperation.valueOf(name)));
    if (operations.isEmpty()) {
      throw invalid("Operations must list at least one operation.");
    }
    return operations;
  }

  /**
   * Operations that the key is for. Asked once the caller is known to be allowed: what kind of key
   * it is, is not for strangers.
   *
   * @throws ServiceException {@code ValidationException}
   */
  void fit(Set<GrantOperation> operations, KeySnapshot key) {
    for (GrantOperation operation : operations) {
      if (!operation.fits(key)) {
        throw invalid(
            "The operation " + operation + " is not valid for a key of " + key.spec() + ".");
      }
    }
  }

  /**
   * One grantee, and what a service grantee needs besides.
   *
   * @throws ServiceException {@code ValidationException} or {@code InvalidArnException}
   */
  void parties(CreateGrantRequest request) {
    if ((request.granteePrincipal() == null) == (request.granteeServicePrincipal() == null)) {
      throw invalid(
          "Exactly one of GranteePrincipal and GranteeServicePrincipal must be specified.");
    }
    if (request.retiringPrincipal() != null && request.retiringServicePrincipal() != null) {
      throw invalid(
          "At most one of RetiringPrincipal and RetiringServicePrincipal can be specified.");
    }
    if (request.granteeServicePrincipal() != null) {
      boolean forResource =
          request.constraints() != null && request.constraints().sourceArn() != null;
      boolean retirable =
          request.retiringPrincipal() != null || request.retiringServicePrincipal() != null;
      if (!forResource || !retirable) {
        throw invalid(
            "A grant to a service principal needs a SourceArn constraint and a retiring"
                + " principal.");
      }
    }
    requirePrincipal(request.granteePrincipal());
    requirePrincipal(request.retiringPrincipal());
  }

  /**
   * Constraints that the key can have.
   *
   * @throws ServiceException {@code ValidationException}
   */
  void constraints(CreateGrantRequest request, KeySnapshot key) {
    GrantConstraints constraints = request.constraints();
    if (constraints == null) {
      return;
    }
    if (constraints.encryptionContextEquals() != null
        && constraints.encryptionContextSubset() != null) {
      throw invalid(
          "At most one of EncryptionContextEquals and EncryptionContextSubset can be specified.");
    }
    if (!constraints.onEncryptionContext()) {
      return;
    }
    if (!key.spec().isSymmetric()) {
      throw invalid("Encryption context constraints need a symmetric encryption key.");
    }
    requireFewPairs(constraints.encryptionContextEquals());
    requireFewPairs(constraints.encryptionContextSubset());
  }

  /**
   * A principal whose grants the caller may ask for: one of the caller's own account.
   *
   * @throws ServiceException {@code InvalidArnException} or {@code AccessDeniedException}
   */
  void ownPrincipal(Caller caller, @Nullable String principal) {
    if (principal == null) {
      return;
    }
    requirePrincipal(principal);
    boolean own =
        Arn.parse(principal).map(arn -> arn.account().equals(caller.account())).orElse(false);
    if (!own) {
      throw new ServiceException(
          CommonFault.ACCESS_DENIED,
          "User: "
              + caller.principal()
              + " is not authorized to perform: kms:ListRetirableGrants for "
              + principal);
    }
  }

  /**
   * A service whose grants the caller may ask for: the one that the caller is. Its grants are on
   * keys of all accounts.
   *
   * @throws ServiceException {@code AccessDeniedException}
   */
  void ownService(Caller caller, @Nullable String servicePrincipal) {
    if (servicePrincipal != null
        && !(caller.isService() && caller.principal().equals(servicePrincipal))) {
      throw new ServiceException(
          CommonFault.ACCESS_DENIED,
          "User: "
              + caller.principal()
              + " is not authorized to perform: kms:ListRetirableGrants for "
              + servicePrincipal);
    }
  }

  /**
   * Refuses to look for two grantees at once.
   *
   * @throws ServiceException {@code ValidationException}
   */
  void granteeAsked(@Nullable String principal, @Nullable String servicePrincipal) {
    if (principal != null && servicePrincipal != null) {
      throw invalid(
          "At most one of GranteePrincipal and GranteeServicePrincipal can be specified.");
    }
  }

  /**
   * Ends a request that asked only whether it would be allowed.
   *
   * @throws ServiceException {@code DryRunOperationException}
   */
  void notDryRun(@Nullable Boolean dryRun) {
    if (Boolean.TRUE.equals(dryRun)) {
      throw new ServiceException(
          KeyFault.DRY_RUN, "The request would have succeeded, but the DryRun option is set.");
    }
  }

  private static void requireFewPairs(@Nullable Map<String, String> pairs) {
    if (pairs != null && (pairs.isEmpty() || pairs.size() > MAX_CONTEXT_PAIRS)) {
      throw invalid("An encryption context constraint has 1 to " + MAX_CONTEXT_PAIRS + " pairs.");
    }
    if (pairs != null
        && pairs.values().stream().anyMatch(value -> value.length() > MAX_CONTEXT_VALUE)) {
      throw invalid(
          "A value of an encryption context constraint has at most "
              + MAX_CONTEXT_VALUE
              + " characters.");
    }
  }

  private static void requirePrincipal(@Nullable String principal) {
    if (principal == null) {
      return;
    }
    boolean valid =
        Arn.parse(principal)
            .filter(arn -> arn.service().equals("iam") || arn.service().equals("sts"))
            .filter(arn -> ACCOUNT.matcher(arn.account()).matches())
            .filter(arn -> PRINCIPAL_RESOURCE.matcher(arn.resource()).matches())
            .isPresent();
    if (!valid) {
      throw new ServiceException(KeyFault.INVALID_ARN, "Invalid principal: " + principal);
    }
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(CommonFault.VALIDATION, message);
  }
}
