package org.latchkey.web.console;

import jakarta.annotation.PostConstruct;
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
import org.latchkey.keys.KeyOperations.KeyListEntry;
import org.latchkey.keys.KeyOperations.ListKeysRequest;
import org.latchkey.keys.KeyOperations.ListKeysResponse;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** The KMS keys of the account in the Region. */
@Named
@ViewScoped
public class KeysPage implements Serializable {

  /**
   * A key in the list.
   *
   * @param metadata null where the key's policy does not let the user see it
   */
  public record Row(KeyListEntry key, List<String> aliases, @Nullable KeyMetadata metadata) {}

  @Inject private KeyOperations keys;
  @Inject private AliasOperations aliases;
  @Inject private CurrentUser user;

  private MarkedPages<Row> rows;

  @PostConstruct
  void open() {
    rows = new MarkedPages<>(this::read);
  }

  public MarkedPages<Row> getRows() {
    return rows;
  }

  private Page<Row> read(@Nullable String marker, int limit) {
    Caller caller = user.caller();
    ListKeysResponse response = keys.listKeys(caller, new ListKeysRequest(limit, marker));
    return new Page<>(response.keys(), response.nextMarker()).map(key -> row(caller, key));
  }

  private Row row(Caller caller, KeyListEntry key) {
    List<String> names =
        aliases
            .listAliases(caller, new ListAliasesRequest(key.keyId(), null, null))
            .aliases()
            .stream()
            .map(AliasListEntry::aliasName)
            .toList();
    try {
      return new Row(
          key,
          names,
          keys.describeKey(caller, new DescribeKeyRequest(key.keyId(), null)).keyMetadata());
    } catch (ServiceException refused) {
      return new Row(key, names, null);
    }
  }
}
