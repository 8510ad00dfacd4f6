package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.latchkey.grants.GrantOperations;
import org.latchkey.grants.GrantOperations.CreateGrantRequest;
import org.latchkey.grants.GrantOperations.CreateGrantResponse;
import org.latchkey.grants.GrantOperations.ListGrantsRequest;
import org.latchkey.grants.GrantOperations.ListGrantsResponse;
import org.latchkey.grants.GrantOperations.ListRetirableGrantsRequest;
import org.latchkey.grants.GrantOperations.RetireGrantRequest;
import org.latchkey.grants.GrantOperations.RevokeGrantRequest;
import org.latchkey.keys.AliasOperations;
import org.latchkey.keys.AliasOperations.CreateAliasRequest;
import org.latchkey.keys.AliasOperations.DeleteAliasRequest;
import org.latchkey.keys.AliasOperations.ListAliasesRequest;
import org.latchkey.keys.AliasOperations.ListAliasesResponse;
import org.latchkey.keys.AliasOperations.UpdateAliasRequest;
import org.latchkey.keys.KeyOperations;
import org.latchkey.keys.KeyOperations.CancelKeyDeletionRequest;
import org.latchkey.keys.KeyOperations.CancelKeyDeletionResponse;
import org.latchkey.keys.KeyOperations.CreateKeyRequest;
import org.latchkey.keys.KeyOperations.CreateKeyResponse;
import org.latchkey.keys.KeyOperations.DescribeKeyRequest;
import org.latchkey.keys.KeyOperations.DescribeKeyResponse;
import org.latchkey.keys.KeyOperations.DisableKeyRequest;
import org.latchkey.keys.KeyOperations.EnableKeyRequest;
import org.latchkey.keys.KeyOperations.GetKeyPolicyRequest;
import org.latchkey.keys.KeyOperations.GetKeyPolicyResponse;
import org.latchkey.keys.KeyOperations.ListKeysRequest;
import org.latchkey.keys.KeyOperations.ListKeysResponse;
import org.latchkey.keys.KeyOperations.ScheduleKeyDeletionRequest;
import org.latchkey.keys.KeyOperations.ScheduleKeyDeletionResponse;
import org.latchkey.keyuse.KeyUseOperations;
import org.latchkey.keyuse.KeyUseOperations.DecryptRequest;
import org.latchkey.keyuse.KeyUseOperations.DecryptResponse;
import org.latchkey.keyuse.KeyUseOperations.EncryptRequest;
import org.latchkey.keyuse.KeyUseOperations.EncryptResponse;
import org.latchkey.keyuse.KeyUseOperations.GenerateDataKeyRequest;
import org.latchkey.keyuse.KeyUseOperations.GenerateDataKeyResponse;
import org.latchkey.keyuse.KeyUseOperations.GenerateDataKeyWithoutPlaintextRequest;
import org.latchkey.keyuse.KeyUseOperations.GenerateDataKeyWithoutPlaintextResponse;
import org.latchkey.keyuse.KeyUseOperations.GenerateRandomRequest;
import org.latchkey.keyuse.KeyUseOperations.GenerateRandomResponse;
import org.latchkey.keyuse.KeyUseOperations.ReEncryptRequest;
import org.latchkey.keyuse.KeyUseOperations.ReEncryptResponse;
import org.latchkey.keyuse.SigningOperations;
import org.latchkey.keyuse.SigningOperations.GetPublicKeyRequest;
import org.latchkey.keyuse.SigningOperations.GetPublicKeyResponse;
import org.latchkey.keyuse.SigningOperations.SignRequest;
import org.latchkey.keyuse.SigningOperations.SignResponse;
import org.latchkey.keyuse.SigningOperations.VerifyRequest;
import org.latchkey.keyuse.SigningOperations.VerifyResponse;

/** AWS KMS, one line an operation. */
@Dependent
class KmsTable implements ServiceTable {

  private final KeyOperations keys;
  private final AliasOperations aliases;
  private final KeyUseOperations keyUse;
  private final SigningOperations signing;
  private final GrantOperations grants;

  @Inject
  KmsTable(
      KeyOperations keys,
      AliasOperations aliases,
      KeyUseOperations keyUse,
      SigningOperations signing,
      GrantOperations grants) {
    this.keys = keys;
    this.aliases = aliases;
    this.keyUse = keyUse;
    this.signing = signing;
    this.grants = grants;
  }

  @Override
  public OperationTable table() {
    return OperationTable.of("kms")
        .on("CreateKey", CreateKeyRequest.class, CreateKeyResponse.class, keys::createKey)
        .on("DescribeKey", DescribeKeyRequest.class, DescribeKeyResponse.class, keys::describeKey)
        .on("ListKeys", ListKeysRequest.class, ListKeysResponse.class, keys::listKeys)
        .on(
            "GetKeyPolicy",
            GetKeyPolicyRequest.class,
            GetKeyPolicyResponse.class,
            keys::getKeyPolicy)
        .on("EnableKey", EnableKeyRequest.class, keys::enableKey)
        .on("DisableKey", DisableKeyRequest.class, keys::disableKey)
        .on(
            "ScheduleKeyDeletion",
            ScheduleKeyDeletionRequest.class,
            ScheduleKeyDeletionResponse.class,
            keys::scheduleKeyDeletion)
        .on(
            "CancelKeyDeletion",
            CancelKeyDeletionRequest.class,
            CancelKeyDeletionResponse.class,
            keys::cancelKeyDeletion)
        .on("CreateAlias", CreateAliasRequest.class, aliases::createAlias)
        .on("DeleteAlias", DeleteAliasRequest.class, aliases::deleteAlias)
        .on("UpdateAlias", UpdateAliasRequest.class, aliases::updateAlias)
        .on(
            "ListAliases",
            ListAliasesRequest.class,
            ListAliasesResponse.class,
            aliases::listAliases)
        .on("Encrypt", EncryptRequest.class, EncryptResponse.class, keyUse::encrypt)
        .on("Decrypt", DecryptRequest.class, DecryptResponse.class, keyUse::decrypt)
        .on("ReEncrypt", ReEncryptRequest.class, ReEncryptResponse.class, keyUse::reEncrypt)
        .on(
            "GenerateDataKey",
            GenerateDataKeyRequest.class,
            GenerateDataKeyResponse.class,
            keyUse::generateDataKey)
        .on(
            "GenerateDataKeyWithoutPlaintext",
            GenerateDataKeyWithoutPlaintextRequest.class,
            GenerateDataKeyWithoutPlaintextResponse.class,
            keyUse::generateDataKeyWithoutPlaintext)
        .on(
            "GenerateRandom",
            GenerateRandomRequest.class,
            GenerateRandomResponse.class,
            keyUse::generateRandom)
        .on("Sign", SignRequest.class, SignResponse.class, signing::sign)
        .on("Verify", VerifyRequest.class, VerifyResponse.class, signing::verify)
        .on(
            "GetPublicKey",
            GetPublicKeyRequest.class,
            GetPublicKeyResponse.class,
            signing::getPublicKey)
        .on("CreateGrant", CreateGrantRequest.class, CreateGrantResponse.class, grants::createGrant)
        .on("ListGrants", ListGrantsRequest.class, ListGrantsResponse.class, grants::listGrants)
        .on(
            "ListRetirableGrants",
            ListRetirableGrantsRequest.class,
            ListGrantsResponse.class,
            grants::listRetirableGrants)
        .on("RetireGrant", RetireGrantRequest.class, grants::retireGrant)
        .on("RevokeGrant", RevokeGrantRequest.class, grants::revokeGrant);
  }
}
