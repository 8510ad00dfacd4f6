package org.latchkey.web.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.latchkey.grants.GrantOperations;
import org.latchkey.grants.GrantOperations.GrantListEntry;
import org.latchkey.grants.GrantOperations.ListGrantsRequest;
import org.latchkey.grants.GrantOperations.ListGrantsResponse;
import org.latchkey.shared.Page;

/** The grants on one key: a part of more than one page. */
@Dependent
public class GrantTable implements Serializable {

  @Inject private GrantOperations operations;
  @Inject private CurrentUser user;

  private String keyArn = "";
  private MarkedPages<GrantListEntry> rows;

  @PostConstruct
  void open() {
    rows = new MarkedPages<>(this::read);
  }

  /** Shows the grants on the key of this ARN. */
  void onKey(String arn) {
    keyArn = arn;
  }

  public String getKeyArn() {
    return keyArn;
  }

  public MarkedPages<GrantListEntry> getRows() {
    return rows;
  }

  private Page<GrantListEntry> read(@Nullable String marker, int limit) {
    ListGrantsResponse response =
        operations.listGrants(
            user.callerFor(keyArn), new ListGrantsRequest(limit, marker, keyArn, null, null, null));
    return new Page<>(response.grants(), response.nextMarker());
  }
}
