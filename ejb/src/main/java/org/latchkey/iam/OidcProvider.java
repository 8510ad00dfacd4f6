package org.latchkey.iam;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.latchkey.identity.TextList;
import org.latchkey.identity.TextMap;
import org.latchkey.shared.Arn;

/** An OpenID Connect provider that an account trusts to say who somebody is. */
@Entity
@Table(name = "oidc_provider")
class OidcProvider {

  @Id private String arn;
  private String account;
  private String url;

  @Convert(converter = TextList.class)
  @Column(name = "client_ids")
  private List<String> clientIds;

  @Convert(converter = TextList.class)
  private List<String> thumbprints;

  @Convert(converter = TextMap.class)
  private Map<String, String> tags;

  @Column(name = "created_at")
  private Instant createdAt;

  protected OidcProvider() {}

  OidcProvider(
      String account,
      String url,
      List<String> clientIds,
      List<String> thumbprints,
      Map<String, String> tags,
      Instant createdAt) {
    this.arn = arn(account, url).toString();
    this.account = account;
    this.url = url;
    this.clientIds = List.copyOf(clientIds);
    this.thumbprints = List.copyOf(thumbprints);
    this.tags = Map.copyOf(tags);
    this.createdAt = createdAt;
  }

  /**
   * The ARN of a provider.
   *
   * @param url the issuer without {@code https://}
   */
  static Arn arn(String account, String url) {
    return Arn.of("iam", "", account, "oidc-provider/" + url);
  }

  void setClientIds(List<String> ids) {
    clientIds = List.copyOf(ids);
  }

  void setThumbprints(List<String> all) {
    thumbprints = List.copyOf(all);
  }

  void setTags(Map<String, String> all) {
    tags = Map.copyOf(all);
  }

  String arn() {
    return arn;
  }

  String account() {
    return account;
  }

  String url() {
    return url;
  }

  List<String> clientIds() {
    return clientIds;
  }

  List<String> thumbprints() {
    return thumbprints;
  }

  Map<String, String> tags() {
    return tags;
  }

  Instant createdAt() {
    return createdAt;
  }
}
