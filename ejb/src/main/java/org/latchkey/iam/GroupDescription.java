package org.latchkey.iam;

import java.time.Instant;

/** A group as IAM shows it: the shape {@code Group}. */
public record GroupDescription(
    String path, String groupName, String groupId, String arn, Instant createDate) {

  static GroupDescription of(Group group) {
    return new GroupDescription(
        group.path(), group.name(), group.id(), group.arn(), group.createdAt());
  }
}
