package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** The aliases of KMS keys: names of an account in a Region that point at one key each. */
@ApplicationScoped
@Transactional
@Audited("kms.amazonaws.com")
public class AliasOperations {

  public record CreateAliasRequest(String aliasName, String targetKeyId) {}

  public record DeleteAliasRequest(String aliasName) {}

  public record UpdateAliasRequest(String aliasName, String targetKeyId) {}

  public record ListAliasesRequest(
      @Nullable String keyId, @Nullable Integer limit, @Nullable String marker) {}

  public record ListAliasesResponse(
      List<AliasListEntry> aliases, @Nullable String nextMarker, boolean truncated) {}

  public record AliasListEntry(
      String aliasName,
      String aliasArn,
      @Nullable String targetKeyId,
      Instant creationDate,
      Instant lastUpdatedDate) {}

  /** What its markers are for. */
  private static final String LIST = "aliases";

  private static final int DEFAULT_LIMIT = 50;
  private static final int LONGEST_PAGE = 100;
  private static final int MAX_ALIASES_A_KEY = 50;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9/_-]{1,250}");
  private static final String PREFIX = "alias/";
  private static final String RESERVED = "alias/aws/";

  @Inject private KeyRing ring;
  @Inject private Keys keys;
  @Inject private Aliases aliases;
  @Inject private Clock clock;

  /**
   * Makes a name for a key of the caller's account and Region.
   *
   * @throws ServiceException {@code InvalidAliasNameException}, {@code AlreadyExistsException},
   *     {@code NotFoundException}, {@code KMSInvalidStateException}, {@code LimitExceededException}
   *     above 50 aliases of one key, {@code ValidationException} where the target is an alias
   */
  public void createAlias(Caller caller, CreateAliasRequest request) {
    requireUsableName(request.aliasName());
    KeySnapshot key = target(caller, "kms:CreateAlias", request.targetKeyId());
    authorizeAlias(caller, "kms:CreateAlias", request.aliasName());
    key.requireNotPendingDeletion();
    ring.lockKey(key);
    ring.snapshot(key.rowId()).requireNotPendingDeletion();
    Arn arn = Arn.of("kms", caller.region(), caller.account(), request.aliasName());
    if (aliases.find(caller.account(), caller.region(), request.aliasName()).isPresent()) {
      throw new ServiceException(
          KeyFault.ALREADY_EXISTS, "An alias with the name " + arn + " already exists");
    }
    requireRoom(key);
    aliases.add(
        new Alias(
            caller.account(), caller.region(), request.aliasName(), key.rowId(), clock.instant()));
  }

  /**
   * Forgets a name; its key stays.
   *
   * @throws ServiceException {@code NotFoundException}
   */
  public void deleteAlias(Caller caller, DeleteAliasRequest request) {
    authorizeAlias(caller, "kms:DeleteAlias", request.aliasName());
    Alias alias = lockExisting(caller, request.aliasName());
    KeySnapshot key = ring.snapshot(alias.keyRow());
    ring.authorize(caller, key, "kms:DeleteAlias", Map.of());
    aliases.remove(alias);
  }

  /**
   * Points a name at another key of the same kind and usage.
   *
   * @throws ServiceException {@code NotFoundException}, {@code KMSInvalidStateException}, {@code
   *     LimitExceededException} above 50 aliases of one key, {@code ValidationException} where the
   *     two keys differ in type or usage, or the target is an alias
   */
  public void updateAlias(Caller caller, UpdateAliasRequest request) {
    authorizeAlias(caller, "kms:UpdateAlias", request.aliasName());
    Alias alias = lockExisting(caller, request.aliasName());
    KeySnapshot from = ring.snapshot(alias.keyRow());
    ring.authorize(caller, from, "kms:UpdateAlias", Map.of());
    KeySnapshot to = target(caller, "kms:UpdateAlias", request.targetKeyId());
    to.requireNotPendingDeletion();
    if (from.spec().isAsymmetric() != to.spec().isAsymmetric() || from.usage() != to.usage()) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "Alias " + alias.arn() + " cannot be changed to a key of another type or usage.");
    }
    if (to.rowId() != from.rowId()) {
      ring.lockKey(to);
      ring.snapshot(to.rowId()).requireNotPendingDeletion();
      requireRoom(to);
    }
    alias.pointAt(to.rowId(), clock.instant());
  }

  /** The aliases of the caller's account and Region, or of one key, by name. */
  public ListAliasesResponse listAliases(Caller caller, ListAliasesRequest request) {
    ring.authorizeAccount(caller, "kms:ListAliases");
    int limit = Math.min(request.limit() == null ? DEFAULT_LIMIT : request.limit(), LONGEST_PAGE);
    String after = Markers.read(LIST, request.marker());
    List<Alias> rows =
        request.keyId() == null
            ? aliases.list(caller.account(), caller.region(), after, limit + 1)
            : aliases.listOf(ring.resolveOwnKey(caller, request.keyId()).rowId(), after, limit + 1);
    Page<Alias> page = Page.of(rows, limit, alias -> Markers.write(LIST, alias.name()));
    Map<Long, String> ids = keys.idsOf(page.items().stream().map(Alias::keyRow).toList());
    return new ListAliasesResponse(
        page.map(alias -> entry(alias, ids.get(alias.keyRow()))).items(),
        page.nextMarker(),
        page.truncated());
  }

  private static AliasListEntry entry(Alias alias, @Nullable String keyId) {
    return new AliasListEntry(
        alias.name(), alias.arn().toString(), keyId, alias.createdAt(), alias.updatedAt());
  }

  private void requireRoom(KeySnapshot key) {
    if (aliases.namesOf(key.rowId()).size() >= MAX_ALIASES_A_KEY) {
      throw new ServiceException(
          KeyFault.LIMIT_EXCEEDED, key.arn() + " already has " + MAX_ALIASES_A_KEY + " aliases.");
    }
  }

  /** Another change of it would be of another key. */
  private Alias lockExisting(Caller caller, String name) {
    return aliases
        .lock(caller.account(), caller.region(), name)
        .orElseThrow(
            () ->
                new ServiceException(
                    KeyFault.NOT_FOUND,
                    "Alias "
                        + Arn.of("kms", caller.region(), caller.account(), name)
                        + " is not found."));
  }

  private KeySnapshot target(Caller caller, String action, String identifier) {
    if (KeyIdentifier.parse(caller, identifier).kind() == KeyIdentifier.Kind.ALIAS) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "An alias stands for a key, not for another alias: " + identifier);
    }
    KeySnapshot key = ring.resolveOwnKey(caller, identifier);
    ring.authorize(caller, key, action, Map.of());
    return key;
  }

  private void authorizeAlias(Caller caller, String action, String name) {
    ring.authorizeResource(caller, action, Arn.of("kms", caller.region(), caller.account(), name));
  }

  private static void requireUsableName(String name) {
    if (!name.startsWith(PREFIX)) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "Alias must start with the prefix \"alias/\". Please see"
              + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
    }
    if (!NAME.matcher(name.substring(PREFIX.length())).matches()) {
      throw new ServiceException(
          CommonFault.VALIDATION, name + " contains invalid characters for an alias");
    }
    if (name.startsWith(RESERVED)) {
      throw new ServiceException(
          KeyFault.INVALID_ALIAS_NAME, "Alias names that begin with alias/aws/ are reserved.");
    }
  }
}
