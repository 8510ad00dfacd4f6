package org.latchkey.web.console;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.keys.AliasOperations;
import org.latchkey.keys.AliasOperations.AliasListEntry;
import org.latchkey.keys.AliasOperations.ListAliasesRequest;
import org.latchkey.keys.KeyMetadata;
import org.latchkey.keys.KeyOperations;
import org.latchkey.keys.KeyOperations.DescribeKeyRequest;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** One KMS key with its aliases and its grants. */
@Named
@ViewScoped
public class KeyPage implements Serializable {

  @Inject private KeyOperations keys;
  @Inject private AliasOperations aliases;
  @Inject private GrantTable grants;
  @Inject private CurrentUser user;

  private String id = "";
  private transient @Nullable KeyMetadata metadata;
  private List<String> aliasNames = List.of();
  private @Nullable String problem;

  /** Reads the key that the address names: by id, ARN, alias or alias ARN. */
  public void open() {
    try {
      Caller caller = user.callerFor(id);
      KeyMetadata found = keys.describeKey(caller, new DescribeKeyRequest(id, null)).keyMetadata();
      metadata = found;
      grants.onKey(found.arn());
      aliasNames =
          aliases
              .listAliases(caller, new ListAliasesRequest(found.arn(), null, null))
              .aliases()
              .stream()
              .map(AliasListEntry::aliasName)
              .toList();
    } catch (ServiceException refused) {
      problem = refused.getMessage();
    }
  }

  public @Nullable KeyMetadata getMetadata() {
    return metadata;
  }

  public List<String> getAliasNames() {
    return aliasNames;
  }

  public GrantTable getGrants() {
    return grants;
  }

  public @Nullable String getProblem() {
    return problem;
  }

  public String getId() {
    return id;
  }

  public void setId(@Nullable String id) {
    this.id = id == null ? "" : id;
  }
}
