package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The inline and managed policies of all accounts, and who has which. */
@ApplicationScoped
class Policies {

  @Inject private EntityManager entities;

  // inline policies

  void add(InlinePolicy policy) {
    entities.persist(policy);
  }

  void remove(InlinePolicy policy) {
    entities.remove(policy);
  }

  Optional<InlinePolicy> inline(String ownerId, String name) {
    return Optional.ofNullable(
        entities.find(InlinePolicy.class, new InlinePolicy.PolicyId(ownerId, name)));
  }

  /** The inline policies of an owner, by their names. */
  List<InlinePolicy> inline(String ownerId) {
    return entities
        .createQuery(
            "select p from InlinePolicy p where p.ownerId = :owner order by p.name",
            InlinePolicy.class)
        .setParameter("owner", ownerId)
        .getResultList();
  }

  // managed policies

  void add(ManagedPolicy policy, ManagedPolicyVersion first) {
    entities.persist(policy);
    // the version refers to it
    entities.flush();
    entities.persist(first);
  }

  void add(ManagedPolicyVersion version) {
    entities.persist(version);
  }

  void remove(ManagedPolicyVersion version) {
    entities.remove(version);
  }

  void remove(ManagedPolicy policy) {
    versions(policy.id()).forEach(entities::remove);
    entities.flush();
    entities.remove(policy);
  }

  Optional<ManagedPolicy> managed(String arn) {
    return entities
        .createQuery("select p from ManagedPolicy p where p.arn = :arn", ManagedPolicy.class)
        .setParameter("arn", arn)
        .getResultStream()
        .findFirst();
  }

  /** The policy, kept from being changed by another until the transaction ends. */
  Optional<ManagedPolicy> lock(String arn) {
    Optional<ManagedPolicy> policy = managed(arn);
    policy.ifPresent(found -> entities.refresh(found, LockModeType.PESSIMISTIC_WRITE));
    return policy;
  }

  boolean taken(String account, String name) {
    return !entities
        .createQuery(
            "select p.id from ManagedPolicy p where p.account = :account and p.nameKey = :name",
            String.class)
        .setParameter("account", account)
        .setParameter("name", name.toLowerCase(Locale.ROOT))
        .getResultList()
        .isEmpty();
  }

  /** At most {@code limit} policies of an account whose path begins so, by their names. */
  List<ManagedPolicy> managed(
      String account, String pathPrefix, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select p from ManagedPolicy p where p.account = :account and p.name > :after"
                + " and substring(p.path, 1, :length) = :prefix order by p.name",
            ManagedPolicy.class)
        .setParameter("account", account)
        .setParameter("after", after == null ? "" : after)
        .setParameter("length", pathPrefix.length())
        .setParameter("prefix", pathPrefix)
        .setMaxResults(limit)
        .getResultList();
  }

  /** The versions of a policy, the newest first: five at most. */
  List<ManagedPolicyVersion> versions(String policyId) {
    return entities
        .createQuery(
            "select v from ManagedPolicyVersion v where v.policyId = :policy"
                + " order by v.version desc",
            ManagedPolicyVersion.class)
        .setParameter("policy", policyId)
        .getResultList();
  }

  Optional<ManagedPolicyVersion> version(String policyId, int version) {
    return Optional.ofNullable(
        entities.find(
            ManagedPolicyVersion.class, new ManagedPolicyVersion.VersionId(policyId, version)));
  }

  // attachments

  void add(PolicyAttachment attachment) {
    entities.persist(attachment);
  }

  void remove(PolicyAttachment attachment) {
    entities.remove(attachment);
  }

  Optional<PolicyAttachment> attachment(String ownerId, String policyArn) {
    return Optional.ofNullable(
        entities.find(
            PolicyAttachment.class, new PolicyAttachment.AttachmentId(ownerId, policyArn)));
  }

  /** The ARNs of the managed policies that an owner has: ten at most. */
  List<String> attached(String ownerId) {
    return entities
        .createQuery(
            "select a.policyArn from PolicyAttachment a where a.ownerId = :owner"
                + " order by a.policyArn",
            String.class)
        .setParameter("owner", ownerId)
        .getResultList();
  }

  long countAttachments(String policyArn, String account) {
    return entities
        .createQuery(
            "select count(a) from PolicyAttachment a where a.policyArn = :arn"
                + " and a.account = :account",
            Long.class)
        .setParameter("arn", policyArn)
        .setParameter("account", account)
        .getSingleResult();
  }

  /** At most {@code limit} attachments of a policy in an account, by their owners. */
  List<PolicyAttachment> attachments(
      String policyArn, String account, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select a from PolicyAttachment a where a.policyArn = :arn and a.account = :account"
                + " and a.ownerId > :after order by a.ownerId",
            PolicyAttachment.class)
        .setParameter("arn", policyArn)
        .setParameter("account", account)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }
}
