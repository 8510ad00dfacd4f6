package org.latchkey.iam;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import org.latchkey.shared.Arn;

/** A group of users of one account, who may do what its policies say. It is no principal. */
@Entity(name = "IamGroup")
@Table(name = "iam_group")
class Group {

  @Id private String id;
  private String account;
  private String path;
  private String name;

  @Column(name = "name_key")
  private String nameKey;

  private String arn;

  @Column(name = "created_at")
  private Instant createdAt;

  protected Group() {}

  Group(String id, String account, String path, String name, Instant createdAt) {
    this.id = id;
    this.account = account;
    this.createdAt = createdAt;
    rename(path, name);
  }

  /** Gives it another path and name, and so another ARN; the unique id stays. */
  final void rename(String otherPath, String otherName) {
    path = otherPath;
    name = otherName;
    nameKey = otherName.toLowerCase(Locale.ROOT);
    arn = Arn.of("iam", "", account, "group" + otherPath + otherName).toString();
  }

  String id() {
    return id;
  }

  String path() {
    return path;
  }

  String name() {
    return name;
  }

  String arn() {
    return arn;
  }

  String nameKey() {
    return nameKey;
  }

  Instant createdAt() {
    return createdAt;
  }
}
