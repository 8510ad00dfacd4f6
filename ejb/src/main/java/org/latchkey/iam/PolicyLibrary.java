package org.latchkey.iam;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.latchkey.access.ParsedPolicies;
import org.latchkey.access.Permission;
import org.latchkey.access.PolicyDocument;
import org.latchkey.access.PolicyKind;
import org.latchkey.access.PolicyType;
import org.latchkey.coherence.Coherence;
import org.latchkey.coherence.CoherentCache;

/**
 * The policies of users, groups and roles, parsed, from this node's caches where they may answer.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.SUPPORTS)
class PolicyLibrary {

  private static final int CAPACITY = 20_000;
  private static final int PARSED = 5_000;

  private final ParsedPolicies parsed = new ParsedPolicies(PARSED);

  @Inject private Policies policies;
  @Inject private Groups groups;
  @Inject private Coherence coherence;

  private CoherentCache<OwnPolicies> own;
  private CoherentCache<PolicyDocument> managed;

  @PostConstruct
  void makeCaches() {
    own = coherence.cache(CAPACITY, forgotten -> {});
    managed = coherence.cache(CAPACITY, forgotten -> {});
  }

  /** What an owner has of policies itself. Having none is kept, too. */
  OwnPolicies of(String ownerId) {
    return own.find(OwnPolicies.subjectOf(ownerId), () -> Optional.of(load(ownerId)))
        .orElse(OwnPolicies.NONE);
  }

  /** The default version of a managed policy; empty where there is none of that ARN. */
  Optional<PolicyDocument> managed(String arn) {
    return AwsManagedPolicies.find(arn)
        .map(policy -> parse(policy.document()))
        .or(() -> managed.find(ManagedPolicy.subjectOf(arn), () -> load(arn, policies)));
  }

  PolicyDocument parse(String document) {
    return parsed.parse(document, PolicyKind.IDENTITY);
  }

  private Optional<PolicyDocument> load(String arn, Policies store) {
    return store
        .managed(arn)
        .flatMap(policy -> store.version(policy.id(), policy.defaultVersion()))
        .map(version -> parse(version.document()));
  }

  private OwnPolicies load(String ownerId) {
    List<Permission> inline =
        policies.inline(ownerId).stream()
            .map(
                policy ->
                    Permission.policy(
                        PolicyType.IDENTITY_POLICY, policy.name(), parse(policy.document())))
            .toList();
    return new OwnPolicies(inline, policies.attached(ownerId), groups.idsOf(ownerId));
  }
}
