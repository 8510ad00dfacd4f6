package org.latchkey.associations;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.regex.Pattern;
import org.latchkey.shared.Arn;

/** A service that serves certificates, such as a web gateway: an IAM user with a delivery queue. */
@Entity
@Table(name = "integrated_service")
class IntegratedService {

  @Id
  @Column(name = "user_id")
  private String userId;

  private String account;
  private String name;
  private String arn;
  private String login;

  @Column(name = "context_key")
  private String contextKey;

  @Column(name = "resource_arns")
  private String resourceArns;

  @Column(name = "created_at")
  private Instant createdAt;

  protected IntegratedService() {}

  IntegratedService(
      String userId,
      String account,
      String name,
      String arn,
      String login,
      String contextKey,
      String resourceArns,
      Instant createdAt) {
    this.userId = userId;
    this.account = account;
    this.name = name;
    this.arn = arn;
    this.login = login;
    this.contextKey = contextKey;
    this.resourceArns = resourceArns;
    this.createdAt = createdAt;
  }

  /** Whether the service may speak for a resource: one of its account that its pattern matches. */
  boolean owns(Arn resource) {
    return resource.account().equals(account)
        && glob(resourceArns).matcher(resource.toString()).matches();
  }

  private static Pattern glob(String pattern) {
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        case '*' -> expression.append(".*");
        case '?' -> expression.append('.');
        default -> expression.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(expression.toString());
  }

  String userId() {
    return userId;
  }

  String account() {
    return account;
  }

  String name() {
    return name;
  }

  String arn() {
    return arn;
  }

  /** The broker login. */
  String login() {
    return login;
  }

  String contextKey() {
    return contextKey;
  }

  String resourceArns() {
    return resourceArns;
  }

  String deliveryQueue() {
    return Destinations.deliveriesOf(login);
  }

  String replyQueue() {
    return Destinations.repliesOf(login);
  }

  Instant createdAt() {
    return createdAt;
  }
}
