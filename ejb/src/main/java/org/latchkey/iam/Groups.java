package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The groups of all accounts, and who is in them. */
@ApplicationScoped
class Groups {

  @Inject private EntityManager entities;

  void add(Group group) {
    entities.persist(group);
    entities.flush();
  }

  void remove(Group group) {
    entities.remove(group);
  }

  Optional<Group> find(String id) {
    return Optional.ofNullable(entities.find(Group.class, id));
  }

  /** The group; nobody else changes what belongs to it until the transaction ends. */
  Optional<Group> lock(String id) {
    return Optional.ofNullable(entities.find(Group.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  Optional<Group> named(String account, String name) {
    return entities
        .createQuery(
            "select g from IamGroup g where g.account = :account and g.name = :name", Group.class)
        .setParameter("account", account)
        .setParameter("name", name)
        .getResultStream()
        .findFirst();
  }

  boolean taken(String account, String name) {
    return !entities
        .createQuery(
            "select g.id from IamGroup g where g.account = :account and g.nameKey = :name",
            String.class)
        .setParameter("account", account)
        .setParameter("name", name.toLowerCase(Locale.ROOT))
        .getResultList()
        .isEmpty();
  }

  /** At most {@code limit} groups whose path begins so, in the order of their names. */
  List<Group> list(String account, String pathPrefix, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select g from IamGroup g where g.account = :account and g.name > :after"
                + " and substring(g.path, 1, :length) = :prefix order by g.name",
            Group.class)
        .setParameter("account", account)
        .setParameter("after", after == null ? "" : after)
        .setParameter("length", pathPrefix.length())
        .setParameter("prefix", pathPrefix)
        .setMaxResults(limit)
        .getResultList();
  }

  /** The groups that a user is in, by their names: ten at most. */
  List<Group> of(String userId) {
    return entities
        .createQuery(
            "select g from IamGroup g where g.id in"
                + " (select m.groupId from GroupMember m where m.userId = :user) order by g.name",
            Group.class)
        .setParameter("user", userId)
        .getResultList();
  }

  List<String> idsOf(String userId) {
    return entities
        .createQuery(
            "select m.groupId from GroupMember m where m.userId = :user order by m.groupId",
            String.class)
        .setParameter("user", userId)
        .getResultList();
  }

  /** At most {@code limit} unique ids of a group's users, in their order. */
  List<String> memberIds(String groupId, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select m.userId from GroupMember m where m.groupId = :group and m.userId > :after"
                + " order by m.userId",
            String.class)
        .setParameter("group", groupId)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }

  Optional<GroupMember> member(String userId, String groupId) {
    return Optional.ofNullable(
        entities.find(GroupMember.class, new GroupMember.MemberId(userId, groupId)));
  }

  void add(GroupMember member) {
    entities.persist(member);
  }

  void remove(GroupMember member) {
    entities.remove(member);
  }
}
