package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.Decision;
import org.latchkey.access.PolicyDocument;
import org.latchkey.access.RequestContext;
import org.latchkey.crypto.InvalidCiphertext;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * Finds keys by whatever a caller calls them, asks whether the caller may use them, and opens their
 * material.
 */
@ApplicationScoped
public class KeyRing {

  @Inject private Keys keys;
  @Inject private Aliases aliases;
  @Inject private KeyCaches caches;
  @Inject private Authorizer authorizer;
  @Inject private RootOfTrust rootOfTrust;
  @Inject private Clock clock;
  @Inject private CustomKeyStores customKeyStores;
  @Inject private CustomKeyStoreConnections connections;
  @Inject private TokenKeys tokenKeys;

  /**
   * The key that {@code identifier} names for this caller, whether or not the caller may use it.
   *
   * @throws ServiceException {@code NotFoundException}
   */
  public KeySnapshot resolve(Caller caller, String identifier) {
    KeyIdentifier named = KeyIdentifier.parse(caller, identifier);
    Optional<KeySnapshot> key =
        named.kind() == KeyIdentifier.Kind.KEY_ID
            ? find(caller.region(), named.name())
            : rowOfAlias(named, caller.region()).flatMap(this::known);
    return key.filter(found -> found.account().equals(named.account()))
        .orElseThrow(() -> notFound(named, caller.region()));
  }

  /**
   * The key that {@code identifier}, an id or ARN, names: what the operations that manage a key and
   * its grants ask for.
   *
   * @throws ServiceException {@code InvalidArnException} for an alias, {@code NotFoundException}
   */
  public KeySnapshot resolveKey(Caller caller, String identifier) {
    if (KeyIdentifier.parse(caller, identifier).kind() == KeyIdentifier.Kind.ALIAS) {
      throw new ServiceException(
          KeyFault.INVALID_ARN, identifier + " is an alias: name the key by its id or ARN.");
    }
    return resolve(caller, identifier);
  }

  /**
   * The key of the caller's own account that {@code identifier}, an id or ARN, names: what the
   * operations ask for that AWS does not serve across accounts.
   *
   * @throws ServiceException {@code InvalidArnException} for an alias; {@code NotFoundException},
   *     also for a key of another account
   */
  KeySnapshot resolveOwnKey(Caller caller, String identifier) {
    KeySnapshot key = resolveKey(caller, identifier);
    if (!key.account().equals(caller.account())) {
      throw new ServiceException(KeyFault.NOT_FOUND, "Key '" + key.arn() + "' does not exist");
    }
    return key;
  }

  /** The key with this id in a Region, whoever owns it; empty where there is none. */
  public Optional<KeySnapshot> find(String region, String keyId) {
    return caches
        .row(KeyCaches.subjectOfId(region, keyId), () -> keys.find(region, keyId).map(Key::rowId))
        .flatMap(this::known);
  }

  private Optional<Long> rowOfAlias(KeyIdentifier alias, String region) {
    return caches.row(
        KeyCaches.subjectOfAlias(alias.account(), region, alias.name()),
        () -> aliases.find(alias.account(), region, alias.name()).map(Alias::keyRow));
  }

  private Optional<KeySnapshot> known(long keyRow) {
    return caches.snapshot(keyRow, () -> keys.find(keyRow).map(this::snapshot));
  }

  /**
   * The key that {@code identifier} names, once the caller may do {@code action} with it.
   *
   * @param action for example {@code kms:Encrypt}
   * @param conditionKeys what policies may ask of this request besides the key's own properties
   * @throws ServiceException {@code NotFoundException} or {@code AccessDeniedException}
   */
  public KeySnapshot authorize(
      Caller caller, String identifier, String action, Map<String, List<String>> conditionKeys) {
    KeySnapshot key = resolve(caller, identifier);
    RequestContext.Builder context = context(caller, key);
    addRequestAlias(context, identifier);
    conditionKeys.forEach(context::putAll);
    authorize(caller, key, action, context);
    return key;
  }

  /**
   * Lets the caller do {@code action} with {@code key}, or refuses.
   *
   * @throws ServiceException {@code AccessDeniedException}
   */
  public void authorize(
      Caller caller, KeySnapshot key, String action, Map<String, List<String>> conditionKeys) {
    RequestContext.Builder context = context(caller, key);
    conditionKeys.forEach(context::putAll);
    authorize(caller, key, action, context);
  }

  /**
   * What policies may ask of any request about {@code key}: to be added to by the operation.
   *
   * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html">AWS
   *     KMS Developer Guide, AWS KMS condition keys</a>
   */
  public RequestContext.Builder context(Caller caller, KeySnapshot key) {
    return RequestContext.builder()
        .put("kms:CallerAccount", caller.account())
        .put("kms:ViaService", caller.viaService())
        .put("kms:KeySpec", key.spec().name())
        .put("kms:CustomerMasterKeySpec", key.spec().name())
        .put("kms:KeyUsage", key.usage().name())
        .put("kms:CustomerMasterKeyUsage", key.usage().name())
        .put("kms:KeyOrigin", key.origin().name())
        .put("kms:MultiRegion", key.multiRegion())
        .put("kms:MultiRegionKeyType", multiRegionKeyType(key))
        .putAll("kms:ResourceAliases", key.aliases())
        .resourceTags(key::tags);
  }

  private static @Nullable String multiRegionKeyType(KeySnapshot key) {
    if (!key.multiRegion()) {
      return null;
    }
    return key.isMultiRegionPrimary() ? KeyDescription.PRIMARY : KeyDescription.REPLICA;
  }

  /**
   * Lets the caller do {@code action} with {@code key} in a context that the operation has
   * completed.
   *
   * @throws ServiceException {@code AccessDeniedException}
   */
  public void authorize(
      Caller caller, KeySnapshot key, String action, RequestContext.Builder context) {
    context.attach(key);
    authorizer.authorize(
        new AuthorizationRequest(
            caller, action, key.arn().toString(), key.account(), context.build()));
  }

  /** Adds the alias that a request names its key by, where it does. */
  public static void addRequestAlias(RequestContext.Builder context, String identifier) {
    int alias = identifier.indexOf("alias/");
    if (alias >= 0) {
      context.put("kms:RequestAlias", identifier.substring(alias));
    }
  }

  /** Whether the caller may do {@code action} with {@code key}. */
  public boolean allows(
      Caller caller, KeySnapshot key, String action, RequestContext.Builder context) {
    return decide(caller, key, action, context).allowed();
  }

  /** Whether a policy denies the caller {@code action} in so many words. */
  public boolean denies(Caller caller, KeySnapshot key, String action) {
    return decide(caller, key, action, context(caller, key)).outcome()
        == Decision.Outcome.EXPLICIT_DENY;
  }

  /** Whether the caller's own policies allow it {@code action}, whatever the key's says. */
  public boolean allowsByIdentity(Caller caller, KeySnapshot key, String action) {
    RequestContext.Builder context = context(caller, key);
    context.attach(key);
    return authorizer
        .decideByIdentity(AuthorizationRequest.on(key.arn(), caller, action, context.build()))
        .allowed();
  }

  /** Whether a grant that gives the caller {@code action} counts: no policy denies or limits it. */
  public boolean allowsByGrant(Caller caller, KeySnapshot key, String action, String grantId) {
    RequestContext.Builder context = context(caller, key);
    context.attach(key);
    return authorizer
        .decideByGrant(AuthorizationRequest.on(key.arn(), caller, action, context.build()), grantId)
        .allowed();
  }

  private Decision decide(
      Caller caller, KeySnapshot key, String action, RequestContext.Builder context) {
    context.attach(key);
    return authorizer.decide(AuthorizationRequest.on(key.arn(), caller, action, context.build()));
  }

  /**
   * The key as it can be changed, kept from changing otherwise until the transaction ends.
   *
   * @throws ServiceException {@code NotFoundException} where it has been deleted meanwhile
   */
  @Transactional(Transactional.TxType.MANDATORY)
  Key lockKey(KeySnapshot key) {
    return keys.lock(key.rowId())
        .orElseThrow(
            () ->
                new ServiceException(KeyFault.NOT_FOUND, "Key '" + key.arn() + "' does not exist"));
  }

  /**
   * As {@link #lockKey(KeySnapshot)}, for a caller who was let do {@code action} before the key was
   * locked, and is asked about again now: who waited for the lock while a policy was replaced acts
   * under the new one.
   *
   * @param context what policies may ask of the request about the key as it is
   * @throws ServiceException {@code NotFoundException} or {@code AccessDeniedException}
   */
  @Transactional(Transactional.TxType.MANDATORY)
  Key lockKey(
      Caller caller,
      KeySnapshot key,
      String action,
      Function<KeySnapshot, RequestContext.Builder> context) {
    Key locked = lockKey(key);
    KeySnapshot now = snapshot(locked);
    authorize(caller, now, action, context.apply(now));
    return locked;
  }

  /**
   * Keeps {@code key} from being changed, and from being locked, until the transaction ends; and
   * asks again whether the caller may do {@code action} with the key as it is then.
   *
   * @param context what policies may ask of the request about the key as it is
   * @return the key as it is
   * @throws ServiceException {@code NotFoundException} or {@code AccessDeniedException}
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public KeySnapshot lock(
      Caller caller,
      KeySnapshot key,
      String action,
      Function<KeySnapshot, RequestContext.Builder> context) {
    return snapshot(lockKey(caller, key, action, context));
  }

  /**
   * Lets the caller do {@code action}, which is about no key in particular.
   *
   * @throws ServiceException {@code AccessDeniedException}
   */
  public void authorizeAccount(Caller caller, String action) {
    authorizeAccount(caller, action, accountContext(caller).build());
  }

  /**
   * Lets the caller do {@code action}, which is about no key in particular, in a context that the
   * operation has completed.
   *
   * @throws ServiceException {@code AccessDeniedException}
   */
  void authorizeAccount(Caller caller, String action, RequestContext context) {
    authorizer.authorize(new AuthorizationRequest(caller, action, "*", caller.account(), context));
  }

  /**
   * Lets the caller do {@code action} with a key of its account that is yet to be made: whichever
   * that will be.
   *
   * @throws ServiceException {@code AccessDeniedException}
   */
  void authorizeNewKey(Caller caller, String action, RequestContext context) {
    Arn any = Arn.of("kms", caller.region(), caller.account(), "key/*");
    authorizer.authorize(
        new AuthorizationRequest(caller, action, any.toString(), caller.account(), context));
  }

  /**
   * Lets the caller do {@code action} with something of its account that has no policy of its own,
   * such as an alias.
   *
   * @throws ServiceException {@code AccessDeniedException}
   */
  public void authorizeResource(Caller caller, String action, Arn resource) {
    authorizer.authorize(
        new AuthorizationRequest(
            caller,
            action,
            resource.toString(),
            resource.account(),
            accountContext(caller).build()));
  }

  /**
   * Refuses a policy for a key yet to be made under which the caller could not change it.
   *
   * @throws ServiceException {@code MalformedPolicyDocumentException}
   */
  void requireNotLockedOut(Caller caller, PolicyDocument policy) {
    Arn unborn =
        Arn.of(
            "kms", caller.region(), caller.account(), "key/00000000-0000-0000-0000-000000000000");
    requireNotLockedOut(caller, unborn, accountContext(caller).build(), policy);
  }

  /**
   * Refuses a policy for a key under which the caller could not change it again.
   *
   * @throws ServiceException {@code MalformedPolicyDocumentException}
   */
  void requireNotLockedOut(Caller caller, KeySnapshot key, PolicyDocument policy) {
    requireNotLockedOut(caller, key.arn(), context(caller, key).build(), policy);
  }

  private void requireNotLockedOut(
      Caller caller, Arn key, RequestContext context, PolicyDocument policy) {
    AuthorizationRequest change = AuthorizationRequest.on(key, caller, "kms:PutKeyPolicy", context);
    if (!authorizer.decideUnder(policy, change).allowed()) {
      throw new ServiceException(
          KeyFault.MALFORMED_POLICY,
          "The new key policy will not allow you to update the key policy in the future.");
    }
  }

  /**
   * Opens a generation of a key's material.
   *
   * @return the material, the caller's to close
   * @throws ServiceException {@code KMSInvalidStateException} where it was imported, and has
   *     expired or been deleted
   */
  public KeyMaterial material(KeySnapshot key, int number) {
    if (key.origin() == Origin.AWS_CLOUDHSM) {
      return tokenKeys.material(key);
    }
    return caches.material(key.rowId(), number, () -> unwrapped(key, number));
  }

  private KeyMaterial unwrapped(KeySnapshot key, int number) {
    Material stored =
        keys.material(key.rowId(), number)
            .orElseThrow(() -> new IllegalStateException(key.arn() + " has no material " + number));
    byte[] wrapped = stored.wrapped();
    if (wrapped == null || !stored.isPresent(clock.instant())) {
      throw new ServiceException(
          KeyFault.INVALID_STATE, key.arn() + " " + KeyState.PENDING_IMPORT.sentence() + ".");
    }
    try (SecretBytes encoded =
        rootOfTrust.rootKey().unwrap(wrapped, KeyCreation.materialContext(key.keyId(), number))) {
      return KeyMaterial.decode(key.spec(), encoded);
    } catch (InvalidCiphertext corrupt) {
      throw new IllegalStateException("the material of " + key.arn() + " is corrupt", corrupt);
    }
  }

  /**
   * The public key of an asymmetric key.
   *
   * @return SubjectPublicKeyInfo, DER (RFC 5280 §4.1.2.7)
   */
  public byte[] publicKey(KeySnapshot key) {
    return caches
        .publicKey(
            key.rowId(),
            () -> keys.material(key.rowId(), key.currentMaterial()).map(Material::publicKey))
        .orElseThrow(() -> new IllegalStateException(key.arn() + " has no public key"));
  }

  KeySnapshot snapshot(Key key) {
    CustomKeyStoreLink customKeyStore =
        Optional.ofNullable(key.customKeyStoreId())
            .flatMap(customKeyStores::find)
            .map(connections::link)
            .orElse(null);
    return key.snapshot(
        KeyPolicies.parse(key.policy()),
        aliases.namesOf(key.rowId()),
        customKeyStore,
        clock.instant());
  }

  /** The key with this row id. */
  public KeySnapshot snapshot(long rowId) {
    return known(rowId)
        .orElseThrow(() -> new IllegalStateException("no key has the row id " + rowId));
  }

  /** What policies may ask of any request that is about no key: to be added to. */
  static RequestContext.Builder accountContext(Caller caller) {
    return RequestContext.builder()
        .put("kms:CallerAccount", caller.account())
        .put("kms:ViaService", caller.viaService());
  }

  private static ServiceException notFound(KeyIdentifier named, String region) {
    Arn arn = named.arn(region);
    return new ServiceException(
        KeyFault.NOT_FOUND,
        named.kind() == KeyIdentifier.Kind.KEY_ID
            ? "Key '" + arn + "' does not exist"
            : "Alias " + arn + " is not found.");
  }
}
