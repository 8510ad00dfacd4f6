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
import org.latchkey.keys.CustomKeyStoreOperations;
import org.latchkey.keys.CustomKeyStoreOperations.ConnectCustomKeyStoreRequest;
import org.latchkey.keys.CustomKeyStoreOperations.ConnectCustomKeyStoreResponse;
import org.latchkey.keys.CustomKeyStoreOperations.CreateCustomKeyStoreRequest;
import org.latchkey.keys.CustomKeyStoreOperations.CreateCustomKeyStoreResponse;
import org.latchkey.keys.CustomKeyStoreOperations.DeleteCustomKeyStoreRequest;
import org.latchkey.keys.CustomKeyStoreOperations.DeleteCustomKeyStoreResponse;
import org.latchkey.keys.CustomKeyStoreOperations.DescribeCustomKeyStoresRequest;
import org.latchkey.keys.CustomKeyStoreOperations.DescribeCustomKeyStoresResponse;
import org.latchkey.keys.CustomKeyStoreOperations.DisconnectCustomKeyStoreRequest;
import org.latchkey.keys.CustomKeyStoreOperations.DisconnectCustomKeyStoreResponse;
import org.latchkey.keys.CustomKeyStoreOperations.UpdateCustomKeyStoreRequest;
import org.latchkey.keys.CustomKeyStoreOperations.UpdateCustomKeyStoreResponse;
import org.latchkey.keys.ImportOperations;
import org.latchkey.keys.ImportOperations.DeleteImportedKeyMaterialRequest;
import org.latchkey.keys.ImportOperations.DeleteImportedKeyMaterialResponse;
import org.latchkey.keys.ImportOperations.GetParametersForImportRequest;
import org.latchkey.keys.ImportOperations.GetParametersForImportResponse;
import org.latchkey.keys.ImportOperations.ImportKeyMaterialRequest;
import org.latchkey.keys.ImportOperations.ImportKeyMaterialResponse;
import org.latchkey.keys.KeyOperations;
import org.latchkey.keys.KeyOperations.CancelKeyDeletionRequest;
import org.latchkey.keys.KeyOperations.CancelKeyDeletionResponse;
import org.latchkey.keys.KeyOperations.CreateKeyRequest;
import org.latchkey.keys.KeyOperations.CreateKeyResponse;
import org.latchkey.keys.KeyOperations.DescribeKeyRequest;
import org.latchkey.keys.KeyOperations.DescribeKeyResponse;
import org.latchkey.keys.KeyOperations.DisableKeyRequest;
import org.latchkey.keys.KeyOperations.EnableKeyRequest;
import org.latchkey.keys.KeyOperations.ListKeysRequest;
import org.latchkey.keys.KeyOperations.ListKeysResponse;
import org.latchkey.keys.KeyOperations.ScheduleKeyDeletionRequest;
import org.latchkey.keys.KeyOperations.ScheduleKeyDeletionResponse;
import org.latchkey.keys.KeyOperations.UpdateKeyDescriptionRequest;
import org.latchkey.keys.KeyPolicyOperations;
import org.latchkey.keys.KeyPolicyOperations.GetKeyPolicyRequest;
import org.latchkey.keys.KeyPolicyOperations.GetKeyPolicyResponse;
import org.latchkey.keys.KeyPolicyOperations.ListKeyPoliciesRequest;
import org.latchkey.keys.KeyPolicyOperations.ListKeyPoliciesResponse;
import org.latchkey.keys.KeyPolicyOperations.PutKeyPolicyRequest;
import org.latchkey.keys.ReplicationOperations;
import org.latchkey.keys.ReplicationOperations.ReplicateKeyRequest;
import org.latchkey.keys.ReplicationOperations.ReplicateKeyResponse;
import org.latchkey.keys.ReplicationOperations.UpdatePrimaryRegionRequest;
import org.latchkey.keys.RotationOperations;
import org.latchkey.keys.RotationOperations.DisableKeyRotationRequest;
import org.latchkey.keys.RotationOperations.EnableKeyRotationRequest;
import org.latchkey.keys.RotationOperations.GetKeyRotationStatusRequest;
import org.latchkey.keys.RotationOperations.GetKeyRotationStatusResponse;
import org.latchkey.keys.RotationOperations.ListKeyRotationsRequest;
import org.latchkey.keys.RotationOperations.ListKeyRotationsResponse;
import org.latchkey.keys.RotationOperations.RotateKeyOnDemandRequest;
import org.latchkey.keys.RotationOperations.RotateKeyOnDemandResponse;
import org.latchkey.keys.TagOperations;
import org.latchkey.keys.TagOperations.ListResourceTagsRequest;
import org.latchkey.keys.TagOperations.ListResourceTagsResponse;
import org.latchkey.keys.TagOperations.TagResourceRequest;
import org.latchkey.keys.TagOperations.UntagResourceRequest;
import org.latchkey.keys.UsageOperations;
import org.latchkey.keys.UsageOperations.GetKeyLastUsageRequest;
import org.latchkey.keys.UsageOperations.GetKeyLastUsageResponse;
import org.latchkey.keyuse.DataKeyOperations;
import org.latchkey.keyuse.DataKeyOperations.GenerateDataKeyRequest;
import org.latchkey.keyuse.DataKeyOperations.GenerateDataKeyResponse;
import org.latchkey.keyuse.DataKeyOperations.GenerateDataKeyWithoutPlaintextRequest;
import org.latchkey.keyuse.DataKeyOperations.GenerateDataKeyWithoutPlaintextResponse;
import org.latchkey.keyuse.DataKeyPairOperations;
import org.latchkey.keyuse.DataKeyPairOperations.GenerateDataKeyPairRequest;
import org.latchkey.keyuse.DataKeyPairOperations.GenerateDataKeyPairResponse;
import org.latchkey.keyuse.DataKeyPairOperations.GenerateDataKeyPairWithoutPlaintextRequest;
import org.latchkey.keyuse.DataKeyPairOperations.GenerateDataKeyPairWithoutPlaintextResponse;
import org.latchkey.keyuse.EncapsulationOperations;
import org.latchkey.keyuse.EncapsulationOperations.DecapsulateRequest;
import org.latchkey.keyuse.EncapsulationOperations.DecapsulateResponse;
import org.latchkey.keyuse.EncapsulationOperations.EncapsulateRequest;
import org.latchkey.keyuse.EncapsulationOperations.EncapsulateResponse;
import org.latchkey.keyuse.EncryptionOperations;
import org.latchkey.keyuse.EncryptionOperations.DecryptRequest;
import org.latchkey.keyuse.EncryptionOperations.DecryptResponse;
import org.latchkey.keyuse.EncryptionOperations.EncryptRequest;
import org.latchkey.keyuse.EncryptionOperations.EncryptResponse;
import org.latchkey.keyuse.EncryptionOperations.ReEncryptRequest;
import org.latchkey.keyuse.EncryptionOperations.ReEncryptResponse;
import org.latchkey.keyuse.KeyAgreementOperations;
import org.latchkey.keyuse.KeyAgreementOperations.DeriveSharedSecretRequest;
import org.latchkey.keyuse.KeyAgreementOperations.DeriveSharedSecretResponse;
import org.latchkey.keyuse.MacOperations;
import org.latchkey.keyuse.MacOperations.GenerateMacRequest;
import org.latchkey.keyuse.MacOperations.GenerateMacResponse;
import org.latchkey.keyuse.MacOperations.VerifyMacRequest;
import org.latchkey.keyuse.MacOperations.VerifyMacResponse;
import org.latchkey.keyuse.RandomOperations;
import org.latchkey.keyuse.RandomOperations.GenerateRandomRequest;
import org.latchkey.keyuse.RandomOperations.GenerateRandomResponse;
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
  private final KeyPolicyOperations policies;
  private final RotationOperations rotations;
  private final ImportOperations imports;
  private final ReplicationOperations replication;
  private final AliasOperations aliases;
  private final TagOperations tags;
  private final UsageOperations usage;
  private final EncryptionOperations encryption;
  private final DataKeyOperations dataKeys;
  private final DataKeyPairOperations dataKeyPairs;
  private final RandomOperations random;
  private final MacOperations macs;
  private final KeyAgreementOperations keyAgreement;
  private final EncapsulationOperations encapsulation;
  private final SigningOperations signing;
  private final GrantOperations grants;
  private final CustomKeyStoreOperations keyStores;

  @Inject
  KmsTable(
      KeyOperations keys,
      KeyPolicyOperations policies,
      RotationOperations rotations,
      ImportOperations imports,
      ReplicationOperations replication,
      AliasOperations aliases,
      TagOperations tags,
      UsageOperations usage,
      EncryptionOperations encryption,
      DataKeyOperations dataKeys,
      DataKeyPairOperations dataKeyPairs,
      RandomOperations random,
      MacOperations macs,
      KeyAgreementOperations keyAgreement,
      EncapsulationOperations encapsulation,
      SigningOperations signing,
      GrantOperations grants,
      CustomKeyStoreOperations keyStores) {
    this.keys = keys;
    this.policies = policies;
    this.rotations = rotations;
    this.imports = imports;
    this.replication = replication;
    this.aliases = aliases;
    this.tags = tags;
    this.usage = usage;
    this.encryption = encryption;
    this.dataKeys = dataKeys;
    this.dataKeyPairs = dataKeyPairs;
    this.random = random;
    this.macs = macs;
    this.keyAgreement = keyAgreement;
    this.encapsulation = encapsulation;
    this.signing = signing;
    this.grants = grants;
    this.keyStores = keyStores;
  }

  @Override
  public OperationTable table() {
    return OperationTable.of("kms")
        .on("CreateKey", CreateKeyRequest.class, CreateKeyResponse.class, keys::createKey)
        .on("DescribeKey", DescribeKeyRequest.class, DescribeKeyResponse.class, keys::describeKey)
        .on("ListKeys", ListKeysRequest.class, ListKeysResponse.class, keys::listKeys)
        .on("UpdateKeyDescription", UpdateKeyDescriptionRequest.class, keys::updateKeyDescription)
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
        .on(
            "GetKeyPolicy",
            GetKeyPolicyRequest.class,
            GetKeyPolicyResponse.class,
            policies::getKeyPolicy)
        .on(
            "ListKeyPolicies",
            ListKeyPoliciesRequest.class,
            ListKeyPoliciesResponse.class,
            policies::listKeyPolicies)
        .on("PutKeyPolicy", PutKeyPolicyRequest.class, policies::putKeyPolicy)
        .on("EnableKeyRotation", EnableKeyRotationRequest.class, rotations::enableKeyRotation)
        .on("DisableKeyRotation", DisableKeyRotationRequest.class, rotations::disableKeyRotation)
        .on(
            "GetKeyRotationStatus",
            GetKeyRotationStatusRequest.class,
            GetKeyRotationStatusResponse.class,
            rotations::getKeyRotationStatus)
        .on(
            "RotateKeyOnDemand",
            RotateKeyOnDemandRequest.class,
            RotateKeyOnDemandResponse.class,
            rotations::rotateKeyOnDemand)
        .on(
            "ListKeyRotations",
            ListKeyRotationsRequest.class,
            ListKeyRotationsResponse.class,
            rotations::listKeyRotations)
        .on(
            "GetKeyLastUsage",
            GetKeyLastUsageRequest.class,
            GetKeyLastUsageResponse.class,
            usage::getKeyLastUsage)
        .on("TagResource", TagResourceRequest.class, tags::tagResource)
        .on("UntagResource", UntagResourceRequest.class, tags::untagResource)
        .on(
            "ListResourceTags",
            ListResourceTagsRequest.class,
            ListResourceTagsResponse.class,
            tags::listResourceTags)
        .on(
            "GetParametersForImport",
            GetParametersForImportRequest.class,
            GetParametersForImportResponse.class,
            imports::getParametersForImport)
        .on(
            "ImportKeyMaterial",
            ImportKeyMaterialRequest.class,
            ImportKeyMaterialResponse.class,
            imports::importKeyMaterial)
        .on(
            "DeleteImportedKeyMaterial",
            DeleteImportedKeyMaterialRequest.class,
            DeleteImportedKeyMaterialResponse.class,
            imports::deleteImportedKeyMaterial)
        .on(
            "ReplicateKey",
            ReplicateKeyRequest.class,
            ReplicateKeyResponse.class,
            replication::replicateKey)
        .on(
            "UpdatePrimaryRegion",
            UpdatePrimaryRegionRequest.class,
            replication::updatePrimaryRegion)
        .on("CreateAlias", CreateAliasRequest.class, aliases::createAlias)
        .on("DeleteAlias", DeleteAliasRequest.class, aliases::deleteAlias)
        .on("UpdateAlias", UpdateAliasRequest.class, aliases::updateAlias)
        .on(
            "ListAliases",
            ListAliasesRequest.class,
            ListAliasesResponse.class,
            aliases::listAliases)
        .on("Encrypt", EncryptRequest.class, EncryptResponse.class, encryption::encrypt)
        .on("Decrypt", DecryptRequest.class, DecryptResponse.class, encryption::decrypt)
        .on("ReEncrypt", ReEncryptRequest.class, ReEncryptResponse.class, encryption::reEncrypt)
        .on(
            "GenerateDataKey",
            GenerateDataKeyRequest.class,
            GenerateDataKeyResponse.class,
            dataKeys::generateDataKey)
        .on(
            "GenerateDataKeyWithoutPlaintext",
            GenerateDataKeyWithoutPlaintextRequest.class,
            GenerateDataKeyWithoutPlaintextResponse.class,
            dataKeys::generateDataKeyWithoutPlaintext)
        .on(
            "GenerateDataKeyPair",
            GenerateDataKeyPairRequest.class,
            GenerateDataKeyPairResponse.class,
            dataKeyPairs::generateDataKeyPair)
        .on(
            "GenerateDataKeyPairWithoutPlaintext",
            GenerateDataKeyPairWithoutPlaintextRequest.class,
            GenerateDataKeyPairWithoutPlaintextResponse.class,
            dataKeyPairs::generateDataKeyPairWithoutPlaintext)
        .on(
            "GenerateRandom",
            GenerateRandomRequest.class,
            GenerateRandomResponse.class,
            random::generateRandom)
        .on("GenerateMac", GenerateMacRequest.class, GenerateMacResponse.class, macs::generateMac)
        .on("VerifyMac", VerifyMacRequest.class, VerifyMacResponse.class, macs::verifyMac)
        .on(
            "DeriveSharedSecret",
            DeriveSharedSecretRequest.class,
            DeriveSharedSecretResponse.class,
            keyAgreement::deriveSharedSecret)
        .on(
            "Encapsulate",
            EncapsulateRequest.class,
            EncapsulateResponse.class,
            encapsulation::encapsulate)
        .on(
            "Decapsulate",
            DecapsulateRequest.class,
            DecapsulateResponse.class,
            encapsulation::decapsulate)
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
        .on("RevokeGrant", RevokeGrantRequest.class, grants::revokeGrant)
        .on(
            "CreateCustomKeyStore",
            CreateCustomKeyStoreRequest.class,
            CreateCustomKeyStoreResponse.class,
            keyStores::createCustomKeyStore)
        .on(
            "DescribeCustomKeyStores",
            DescribeCustomKeyStoresRequest.class,
            DescribeCustomKeyStoresResponse.class,
            keyStores::describeCustomKeyStores)
        .on(
            "UpdateCustomKeyStore",
            UpdateCustomKeyStoreRequest.class,
            UpdateCustomKeyStoreResponse.class,
            keyStores::updateCustomKeyStore)
        .on(
            "ConnectCustomKeyStore",
            ConnectCustomKeyStoreRequest.class,
            ConnectCustomKeyStoreResponse.class,
            keyStores::connectCustomKeyStore)
        .on(
            "DisconnectCustomKeyStore",
            DisconnectCustomKeyStoreRequest.class,
            DisconnectCustomKeyStoreResponse.class,
            keyStores::disconnectCustomKeyStore)
        .on(
            "DeleteCustomKeyStore",
            DeleteCustomKeyStoreRequest.class,
            DeleteCustomKeyStoreResponse.class,
            keyStores::deleteCustomKeyStore);
  }
}
