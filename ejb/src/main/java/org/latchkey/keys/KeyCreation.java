package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.InvalidPolicy;
import org.latchkey.access.PolicyDocument;
import org.latchkey.access.RequestContext;
import org.latchkey.crypto.KeyId;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.Tokens;
import org.latchkey.keys.KeyOperations.CreateKeyRequest;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/** Makes keys: checks what is asked for, generates the material, wraps it, and stores both. */
@ApplicationScoped
class KeyCreation {

  /** The length of a material id in bytes; it is shown as twice as many hexadecimal digits. */
  private static final int MATERIAL_ID_BYTES = 32;

  private static final int MAX_POLICY_BYTES = 32 * 1024;

  /** AWS KMS Developer Guide, "Resource quotas". */
  private static final int MAX_KEYS_A_REGION = 100_000;

  @Inject private Keys keys;
  @Inject private KeyRing ring;
  @Inject private RootOfTrust rootOfTrust;
  @Inject private TokenKeys tokenKeys;
  @Inject private Clock clock;

  /** Makes the key that a customer asks for. */
  KeySnapshot create(Caller caller, CreateKeyRequest request) {
    KeySpec spec = spec(request);
    KeyUsage usage = usage(spec, request.keyUsage());
    Map<String, String> tags = KeyTags.of(request.tags());
    boolean multiRegion = Boolean.TRUE.equals(request.multiRegion());
    boolean bypass = Boolean.TRUE.equals(request.bypassPolicyLockoutSafetyCheck());
    RequestContext context =
        KeyRing.accountContext(caller)
            .put("kms:KeySpec", spec.name())
            .put("kms:CustomerMasterKeySpec", spec.name())
            .put("kms:KeyUsage", usage.name())
            .put("kms:CustomerMasterKeyUsage", usage.name())
            .put(
                "kms:KeyOrigin",
                (request.origin() == null ? Origin.AWS_KMS : request.origin()).name())
            .put("kms:MultiRegion", multiRegion)
            .put("kms:MultiRegionKeyType", multiRegion ? KeyDescription.PRIMARY : null)
            .put(
                "kms:BypassPolicyLockoutSafetyCheck",
                asked(request.bypassPolicyLockoutSafetyCheck()))
            .requestTags(tags)
            .build();
    ring.authorizeAccount(caller, "kms:CreateKey", context);
    if (!tags.isEmpty()) {
      ring.authorizeNewKey(caller, "kms:TagResource", context);
    }
    requireRoom(caller);
    Origin origin = origin(spec, request.origin());
    CustomKeyStoreRules.requireConsistent(request, spec);
    String policy =
        request.policy() == null ? KeyPolicies.forOwner(caller.account()) : request.policy();
    PolicyDocument parsed = parsePolicy(policy);
    if (!bypass) {
      ring.requireNotLockedOut(caller, parsed);
    }
    Key key =
        new Key(
            newKeyId(multiRegion),
            caller.account(),
            caller.region(),
            spec,
            usage,
            origin,
            KeyManagerType.CUSTOMER,
            request.description() == null ? "" : request.description(),
            multiRegion,
            policy,
            tags,
            clock.instant());
    String customKeyStoreId = request.customKeyStoreId();
    return customKeyStoreId == null
        ? store(key, spec)
        : storeIn(tokenKeys.lockConnected(caller, customKeyStoreId), key);
  }

  /**
   * Refuses another key where the caller's account has as many as it may have in the caller's
   * Region.
   */
  void requireRoom(Caller caller) {
    if (keys.count(caller.account(), caller.region()) >= MAX_KEYS_A_REGION) {
      throw new ServiceException(
          KeyFault.LIMIT_EXCEEDED,
          "The account already has " + MAX_KEYS_A_REGION + " keys in " + caller.region() + ".");
    }
  }

  /** Makes a key that a service manages on an account's behalf. */
  KeySnapshot createManaged(
      String account,
      String region,
      KeySpec spec,
      KeyUsage usage,
      String description,
      String policy) {
    Key key =
        new Key(
            newKeyId(false),
            account,
            region,
            spec,
            usage,
            Origin.AWS_KMS,
            KeyManagerType.AWS,
            description,
            false,
            policy,
            Map.of(),
            clock.instant());
    if (spec == KeySpec.SYMMETRIC_DEFAULT) {
      key.enableRotation(KeyRotation.DEFAULT_PERIOD, clock.instant());
    }
    return store(key, spec);
  }

  private KeySnapshot store(Key key, KeySpec spec) {
    keys.add(key);
    if (key.origin() == Origin.AWS_KMS) {
      addMaterial(key, spec);
    }
    keys.flush();
    return ring.snapshot(key);
  }

  /** The material is made last, as it is made outside of the transaction. */
  private KeySnapshot storeIn(CustomKeyStore store, Key key) {
    key.keepMaterialIn(store);
    key.associate(Tokens.hex(MATERIAL_ID_BYTES), clock.instant());
    keys.add(key);
    keys.flush();
    KeySnapshot snapshot = ring.snapshot(key);
    tokenKeys.generate(store, key.keyId());
    return snapshot;
  }

  /** Generates a material of a key and makes it the one that encrypts. */
  Material addMaterial(Key key, KeySpec spec) {
    int number = key.nextMaterial();
    try (KeyMaterial material = KeyMaterial.generate(spec);
        SecretBytes encoded = material.encoded()) {
      byte[] wrapped = rootOfTrust.rootKey().wrap(encoded, materialContext(key.keyId(), number));
      byte @Nullable [] publicKey = spec.isAsymmetric() ? material.publicKey() : null;
      return key.add(Tokens.hex(MATERIAL_ID_BYTES), wrapped, publicKey, clock.instant());
    }
  }

  /** What wrapped material is bound to: the key's id and the material's number. */
  static byte[] materialContext(String keyId, int number) {
    return ("latchkey:key-material:" + keyId + ':' + number).getBytes(StandardCharsets.UTF_8);
  }

  private static String newKeyId(boolean multiRegion) {
    return KeyId.random(multiRegion).toString();
  }

  private static Origin origin(KeySpec spec, @Nullable Origin asked) {
    Origin origin = asked == null ? Origin.AWS_KMS : asked;
    if (origin == Origin.EXTERNAL_KEY_STORE) {
      throw new ServiceException(
          KeyFault.UNSUPPORTED_OPERATION, "Keys of origin " + origin + " are not supported.");
    }
    if (origin == Origin.EXTERNAL) {
      ImportRules.requireImportable(spec);
    }
    return origin;
  }

  private static KeySpec spec(CreateKeyRequest request) {
    KeySpec deprecated = request.customerMasterKeySpec();
    KeySpec spec = request.keySpec();
    if (deprecated != null && spec != null && deprecated != spec) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "You cannot specify different values for KeySpec and CustomerMasterKeySpec.");
    }
    if (spec != null) {
      return spec;
    }
    return deprecated == null ? KeySpec.SYMMETRIC_DEFAULT : deprecated;
  }

  private static KeyUsage usage(KeySpec spec, @Nullable KeyUsage asked) {
    if (asked == null) {
      if (spec != KeySpec.SYMMETRIC_DEFAULT) {
        throw new ServiceException(
            CommonFault.VALIDATION,
            "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
      }
      return KeyUsage.ENCRYPT_DECRYPT;
    }
    if (!spec.usages().contains(asked)) {
      throw new ServiceException(
          CommonFault.VALIDATION, "KeyUsage " + asked + " is not compatible with KeySpec " + spec);
    }
    return asked;
  }

  /** A condition key's value; null, so that there is none, where the request says nothing. */
  static @Nullable String asked(@Nullable Boolean member) {
    return member == null ? null : member.toString();
  }

  /**
   * Reads a key policy.
   *
   * @throws ServiceException {@code MalformedPolicyDocumentException}, also where it allows by
   *     {@code ForAllValues} on a key with one value, which holds where there is none
   * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html">AWS
   *     KMS Developer Guide, Condition keys for AWS KMS</a>
   */
  static PolicyDocument parsePolicy(String policy) {
    if (policy.getBytes(StandardCharsets.UTF_8).length > MAX_POLICY_BYTES) {
      throw new ServiceException(
          KeyFault.LIMIT_EXCEEDED, "The key policy is larger than " + MAX_POLICY_BYTES + " bytes.");
    }
    try {
      PolicyDocument parsed = KeyPolicies.parse(policy);
      parsed
          .overlyPermissiveKey()
          .ifPresent(
              key -> {
                throw new ServiceException(
                    KeyFault.MALFORMED_POLICY,
                    "OverlyPermissiveCondition: Using the ForAllValues set operator with a"
                        + " single-valued condition key, "
                        + key
                        + ", matches requests without the key.");
              });
      return parsed;
    } catch (InvalidPolicy invalid) {
      throw new ServiceException(KeyFault.MALFORMED_POLICY, invalid.sentence(), invalid);
    }
  }
}
