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
import org.latchkey.keys.ManagedKeys;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** The grants on a key: at first on the one that protects the certificates' private keys. */
@Named
@ViewScoped
public class GrantsPage implements Serializable {

  private static final String ACM = "acm";
  private static final String ACM_KEY = "alias/aws/" + ACM;
  private static final int SUGGESTIONS = 100;

  @Inject private KeyOperations keys;
  @Inject private AliasOperations aliases;
  @Inject private ManagedKeys managed;
  @Inject private GrantTable grants;
  @Inject private CurrentUser user;

  private String key = ACM_KEY;
  private transient @Nullable KeyMetadata metadata;
  private List<String> suggestions = List.of();
  private @Nullable String problem;
  private boolean acmKeyMissing;

  /** Finds the key whose grants are asked for. */
  public void open() {
    Caller caller = user.callerFor(key);
    try {
      suggestions =
          aliases
              .listAliases(caller, new ListAliasesRequest(null, SUGGESTIONS, null))
              .aliases()
              .stream()
              .map(AliasListEntry::aliasName)
              .toList();
      if (key.equals(ACM_KEY) && managed.find(caller.account(), caller.region(), ACM).isEmpty()) {
        // to look at it would make it
        acmKeyMissing = true;
        return;
      }
      KeyMetadata found = keys.describeKey(caller, new DescribeKeyRequest(key, null)).keyMetadata();
      metadata = found;
      grants.onKey(found.arn());
    } catch (ServiceException refused) {
      problem = refused.getMessage();
    }
  }

  public @Nullable KeyMetadata getMetadata() {
    return metadata;
  }

  /** Aliases to choose from. */
  public List<String> getSuggestions() {
    return suggestions;
  }

  /** Whether the Region has had no certificate yet, and so no key for them. */
  public boolean isAcmKeyMissing() {
    return acmKeyMissing;
  }

  public @Nullable String getProblem() {
    return problem;
  }

  public GrantTable getGrants() {
    return grants;
  }

  public String getKey() {
    return key;
  }

  public void setKey(@Nullable String key) {
    this.key = key == null || key.isBlank() ? ACM_KEY : key.strip();
  }
}
