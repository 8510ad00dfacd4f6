package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.PolicyDocument;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * The policy of a key. Each key has exactly one, whose name is {@code default}.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html">AWS KMS
 *     Developer Guide, Key policies in AWS KMS</a>
 */
@ApplicationScoped
@Transactional
@Audited("kms.amazonaws.com")
public class KeyPolicyOperations {

  public record GetKeyPolicyRequest(String keyId, @Nullable String policyName) {}

  public record GetKeyPolicyResponse(String policy, String policyName) {}

  public record ListKeyPoliciesRequest(
      String keyId, @Nullable Integer limit, @Nullable String marker) {}

  public record ListKeyPoliciesResponse(
      List<String> policyNames, @Nullable String nextMarker, boolean truncated) {}

  public record PutKeyPolicyRequest(
      String keyId,
      @Nullable String policyName,
      String policy,
      @Nullable Boolean bypassPolicyLockoutSafetyCheck) {}

  /** What its markers are for. */
  private static final String LIST = "policies";

  private static final String DEFAULT = "default";

  @Inject private KeyRing ring;

  /**
   * A key's policy, as it was written.
   *
   * @throws ServiceException {@code NotFoundException} for another name than {@code default}
   */
  public GetKeyPolicyResponse getKeyPolicy(Caller caller, GetKeyPolicyRequest request) {
    KeySnapshot key = ring.resolveOwnKey(caller, request.keyId());
    ring.authorize(caller, key, "kms:GetKeyPolicy", Map.of());
    requireDefault(request.policyName());
    return new GetKeyPolicyResponse(key.policyText(), DEFAULT);
  }

  /**
   * The names of a key's policies: {@code default}.
   *
   * @throws ServiceException {@code NotFoundException}
   */
  public ListKeyPoliciesResponse listKeyPolicies(Caller caller, ListKeyPoliciesRequest request) {
    KeySnapshot key = ring.resolveOwnKey(caller, request.keyId());
    ring.authorize(caller, key, "kms:ListKeyPolicies", Map.of());
    String after = Markers.read(LIST, request.marker());
    boolean more = after == null || after.compareTo(DEFAULT) < 0;
    return new ListKeyPoliciesResponse(more ? List.of(DEFAULT) : List.of(), null, false);
  }

  /**
   * Replaces a key's policy, in whatever state the key is.
   *
   * @throws ServiceException {@code MalformedPolicyDocumentException}, also for a policy under
   *     which the caller could not change it again, unless that check is bypassed; {@code
   *     LimitExceededException} above 32 KiB; {@code NotFoundException} for another name than
   *     {@code default}
   */
  public void putKeyPolicy(Caller caller, PutKeyPolicyRequest request) {
    boolean bypass = Boolean.TRUE.equals(request.bypassPolicyLockoutSafetyCheck());
    KeySnapshot snapshot = ring.resolveOwnKey(caller, request.keyId());
    Function<KeySnapshot, RequestContext.Builder> context =
        key ->
            ring.context(caller, key)
                .put(
                    "kms:BypassPolicyLockoutSafetyCheck",
                    KeyCreation.asked(request.bypassPolicyLockoutSafetyCheck()));
    ring.authorize(caller, snapshot, "kms:PutKeyPolicy", context.apply(snapshot));
    requireDefault(request.policyName());
    PolicyDocument policy = KeyCreation.parsePolicy(request.policy());
    if (!bypass) {
      ring.requireNotLockedOut(caller, snapshot, policy);
    }
    ring.lockKey(caller, snapshot, "kms:PutKeyPolicy", context).replacePolicy(request.policy());
  }

  private static void requireDefault(@Nullable String policyName) {
    if (policyName != null && !policyName.equals(DEFAULT)) {
      throw new ServiceException(KeyFault.NOT_FOUND, "No such policy exists: " + policyName);
    }
  }
}
