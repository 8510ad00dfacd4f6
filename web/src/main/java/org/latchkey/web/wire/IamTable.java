package org.latchkey.web.wire;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.latchkey.iam.AccessKeyOperations;
import org.latchkey.iam.AccessKeyOperations.CreateAccessKeyRequest;
import org.latchkey.iam.AccessKeyOperations.CreateAccessKeyResponse;
import org.latchkey.iam.AccessKeyOperations.DeleteAccessKeyRequest;
import org.latchkey.iam.AccessKeyOperations.GetAccessKeyLastUsedRequest;
import org.latchkey.iam.AccessKeyOperations.GetAccessKeyLastUsedResponse;
import org.latchkey.iam.AccessKeyOperations.ListAccessKeysRequest;
import org.latchkey.iam.AccessKeyOperations.ListAccessKeysResponse;
import org.latchkey.iam.AccessKeyOperations.UpdateAccessKeyRequest;
import org.latchkey.iam.AttachmentOperations;
import org.latchkey.iam.AttachmentOperations.AttachGroupPolicyRequest;
import org.latchkey.iam.AttachmentOperations.AttachRolePolicyRequest;
import org.latchkey.iam.AttachmentOperations.AttachUserPolicyRequest;
import org.latchkey.iam.AttachmentOperations.DetachGroupPolicyRequest;
import org.latchkey.iam.AttachmentOperations.DetachRolePolicyRequest;
import org.latchkey.iam.AttachmentOperations.DetachUserPolicyRequest;
import org.latchkey.iam.AttachmentOperations.ListAttachedGroupPoliciesRequest;
import org.latchkey.iam.AttachmentOperations.ListAttachedGroupPoliciesResponse;
import org.latchkey.iam.AttachmentOperations.ListAttachedRolePoliciesRequest;
import org.latchkey.iam.AttachmentOperations.ListAttachedRolePoliciesResponse;
import org.latchkey.iam.AttachmentOperations.ListAttachedUserPoliciesRequest;
import org.latchkey.iam.AttachmentOperations.ListAttachedUserPoliciesResponse;
import org.latchkey.iam.AttachmentOperations.ListEntitiesForPolicyRequest;
import org.latchkey.iam.AttachmentOperations.ListEntitiesForPolicyResponse;
import org.latchkey.iam.ForeignEntityOperations;
import org.latchkey.iam.ForeignEntityOperations.ListAccountAliasesRequest;
import org.latchkey.iam.ForeignEntityOperations.ListAccountAliasesResponse;
import org.latchkey.iam.ForeignEntityOperations.ListInstanceProfilesForRoleRequest;
import org.latchkey.iam.ForeignEntityOperations.ListInstanceProfilesForRoleResponse;
import org.latchkey.iam.ForeignEntityOperations.ListInstanceProfilesRequest;
import org.latchkey.iam.ForeignEntityOperations.ListInstanceProfilesResponse;
import org.latchkey.iam.ForeignEntityOperations.ListSAMLProvidersRequest;
import org.latchkey.iam.ForeignEntityOperations.ListSAMLProvidersResponse;
import org.latchkey.iam.ForeignEntityOperations.ListSSHPublicKeysRequest;
import org.latchkey.iam.ForeignEntityOperations.ListSSHPublicKeysResponse;
import org.latchkey.iam.ForeignEntityOperations.ListServerCertificatesRequest;
import org.latchkey.iam.ForeignEntityOperations.ListServerCertificatesResponse;
import org.latchkey.iam.ForeignEntityOperations.ListServiceSpecificCredentialsRequest;
import org.latchkey.iam.ForeignEntityOperations.ListServiceSpecificCredentialsResponse;
import org.latchkey.iam.ForeignEntityOperations.ListSigningCertificatesRequest;
import org.latchkey.iam.ForeignEntityOperations.ListSigningCertificatesResponse;
import org.latchkey.iam.GroupOperations;
import org.latchkey.iam.GroupOperations.AddUserToGroupRequest;
import org.latchkey.iam.GroupOperations.CreateGroupRequest;
import org.latchkey.iam.GroupOperations.CreateGroupResponse;
import org.latchkey.iam.GroupOperations.DeleteGroupRequest;
import org.latchkey.iam.GroupOperations.GetGroupRequest;
import org.latchkey.iam.GroupOperations.GetGroupResponse;
import org.latchkey.iam.GroupOperations.ListGroupsForUserRequest;
import org.latchkey.iam.GroupOperations.ListGroupsForUserResponse;
import org.latchkey.iam.GroupOperations.ListGroupsRequest;
import org.latchkey.iam.GroupOperations.ListGroupsResponse;
import org.latchkey.iam.GroupOperations.RemoveUserFromGroupRequest;
import org.latchkey.iam.GroupOperations.UpdateGroupRequest;
import org.latchkey.iam.InlinePolicyOperations;
import org.latchkey.iam.InlinePolicyOperations.DeleteGroupPolicyRequest;
import org.latchkey.iam.InlinePolicyOperations.DeleteRolePolicyRequest;
import org.latchkey.iam.InlinePolicyOperations.DeleteUserPolicyRequest;
import org.latchkey.iam.InlinePolicyOperations.GetGroupPolicyRequest;
import org.latchkey.iam.InlinePolicyOperations.GetGroupPolicyResponse;
import org.latchkey.iam.InlinePolicyOperations.GetRolePolicyRequest;
import org.latchkey.iam.InlinePolicyOperations.GetRolePolicyResponse;
import org.latchkey.iam.InlinePolicyOperations.GetUserPolicyRequest;
import org.latchkey.iam.InlinePolicyOperations.GetUserPolicyResponse;
import org.latchkey.iam.InlinePolicyOperations.ListGroupPoliciesRequest;
import org.latchkey.iam.InlinePolicyOperations.ListGroupPoliciesResponse;
import org.latchkey.iam.InlinePolicyOperations.ListRolePoliciesRequest;
import org.latchkey.iam.InlinePolicyOperations.ListRolePoliciesResponse;
import org.latchkey.iam.InlinePolicyOperations.ListUserPoliciesRequest;
import org.latchkey.iam.InlinePolicyOperations.ListUserPoliciesResponse;
import org.latchkey.iam.InlinePolicyOperations.PutGroupPolicyRequest;
import org.latchkey.iam.InlinePolicyOperations.PutRolePolicyRequest;
import org.latchkey.iam.InlinePolicyOperations.PutUserPolicyRequest;
import org.latchkey.iam.LoginProfileOperations;
import org.latchkey.iam.LoginProfileOperations.ChangePasswordRequest;
import org.latchkey.iam.LoginProfileOperations.CreateLoginProfileRequest;
import org.latchkey.iam.LoginProfileOperations.CreateLoginProfileResponse;
import org.latchkey.iam.LoginProfileOperations.DeleteLoginProfileRequest;
import org.latchkey.iam.LoginProfileOperations.GetLoginProfileRequest;
import org.latchkey.iam.LoginProfileOperations.GetLoginProfileResponse;
import org.latchkey.iam.LoginProfileOperations.UpdateLoginProfileRequest;
import org.latchkey.iam.MfaOperations;
import org.latchkey.iam.MfaOperations.CreateVirtualMFADeviceRequest;
import org.latchkey.iam.MfaOperations.CreateVirtualMFADeviceResponse;
import org.latchkey.iam.MfaOperations.DeactivateMFADeviceRequest;
import org.latchkey.iam.MfaOperations.DeleteVirtualMFADeviceRequest;
import org.latchkey.iam.MfaOperations.EnableMFADeviceRequest;
import org.latchkey.iam.MfaOperations.ListMFADeviceTagsRequest;
import org.latchkey.iam.MfaOperations.ListMFADeviceTagsResponse;
import org.latchkey.iam.MfaOperations.ListMFADevicesRequest;
import org.latchkey.iam.MfaOperations.ListMFADevicesResponse;
import org.latchkey.iam.MfaOperations.ListVirtualMFADevicesRequest;
import org.latchkey.iam.MfaOperations.ListVirtualMFADevicesResponse;
import org.latchkey.iam.MfaOperations.ResyncMFADeviceRequest;
import org.latchkey.iam.MfaOperations.TagMFADeviceRequest;
import org.latchkey.iam.MfaOperations.UntagMFADeviceRequest;
import org.latchkey.iam.PasswordPolicyOperations;
import org.latchkey.iam.PasswordPolicyOperations.DeleteAccountPasswordPolicyRequest;
import org.latchkey.iam.PasswordPolicyOperations.GetAccountPasswordPolicyRequest;
import org.latchkey.iam.PasswordPolicyOperations.GetAccountPasswordPolicyResponse;
import org.latchkey.iam.PasswordPolicyOperations.UpdateAccountPasswordPolicyRequest;
import org.latchkey.iam.PolicyOperations;
import org.latchkey.iam.PolicyOperations.CreatePolicyRequest;
import org.latchkey.iam.PolicyOperations.CreatePolicyResponse;
import org.latchkey.iam.PolicyOperations.CreatePolicyVersionRequest;
import org.latchkey.iam.PolicyOperations.CreatePolicyVersionResponse;
import org.latchkey.iam.PolicyOperations.DeletePolicyRequest;
import org.latchkey.iam.PolicyOperations.DeletePolicyVersionRequest;
import org.latchkey.iam.PolicyOperations.GetPolicyRequest;
import org.latchkey.iam.PolicyOperations.GetPolicyResponse;
import org.latchkey.iam.PolicyOperations.GetPolicyVersionRequest;
import org.latchkey.iam.PolicyOperations.GetPolicyVersionResponse;
import org.latchkey.iam.PolicyOperations.ListPoliciesRequest;
import org.latchkey.iam.PolicyOperations.ListPoliciesResponse;
import org.latchkey.iam.PolicyOperations.ListPolicyTagsRequest;
import org.latchkey.iam.PolicyOperations.ListPolicyTagsResponse;
import org.latchkey.iam.PolicyOperations.ListPolicyVersionsRequest;
import org.latchkey.iam.PolicyOperations.ListPolicyVersionsResponse;
import org.latchkey.iam.PolicyOperations.SetDefaultPolicyVersionRequest;
import org.latchkey.iam.PolicyOperations.TagPolicyRequest;
import org.latchkey.iam.PolicyOperations.UntagPolicyRequest;
import org.latchkey.iam.ProviderOperations;
import org.latchkey.iam.ProviderOperations.AddClientIDToOpenIDConnectProviderRequest;
import org.latchkey.iam.ProviderOperations.CreateOpenIDConnectProviderRequest;
import org.latchkey.iam.ProviderOperations.CreateOpenIDConnectProviderResponse;
import org.latchkey.iam.ProviderOperations.DeleteOpenIDConnectProviderRequest;
import org.latchkey.iam.ProviderOperations.GetOpenIDConnectProviderRequest;
import org.latchkey.iam.ProviderOperations.GetOpenIDConnectProviderResponse;
import org.latchkey.iam.ProviderOperations.ListOpenIDConnectProviderTagsRequest;
import org.latchkey.iam.ProviderOperations.ListOpenIDConnectProviderTagsResponse;
import org.latchkey.iam.ProviderOperations.ListOpenIDConnectProvidersRequest;
import org.latchkey.iam.ProviderOperations.ListOpenIDConnectProvidersResponse;
import org.latchkey.iam.ProviderOperations.RemoveClientIDFromOpenIDConnectProviderRequest;
import org.latchkey.iam.ProviderOperations.TagOpenIDConnectProviderRequest;
import org.latchkey.iam.ProviderOperations.UntagOpenIDConnectProviderRequest;
import org.latchkey.iam.ProviderOperations.UpdateOpenIDConnectProviderThumbprintRequest;
import org.latchkey.iam.RoleOperations;
import org.latchkey.iam.RoleOperations.CreateRoleRequest;
import org.latchkey.iam.RoleOperations.CreateRoleResponse;
import org.latchkey.iam.RoleOperations.DeleteRolePermissionsBoundaryRequest;
import org.latchkey.iam.RoleOperations.DeleteRoleRequest;
import org.latchkey.iam.RoleOperations.GetRoleRequest;
import org.latchkey.iam.RoleOperations.GetRoleResponse;
import org.latchkey.iam.RoleOperations.ListRoleTagsRequest;
import org.latchkey.iam.RoleOperations.ListRoleTagsResponse;
import org.latchkey.iam.RoleOperations.ListRolesRequest;
import org.latchkey.iam.RoleOperations.ListRolesResponse;
import org.latchkey.iam.RoleOperations.PutRolePermissionsBoundaryRequest;
import org.latchkey.iam.RoleOperations.TagRoleRequest;
import org.latchkey.iam.RoleOperations.UntagRoleRequest;
import org.latchkey.iam.RoleOperations.UpdateAssumeRolePolicyRequest;
import org.latchkey.iam.RoleOperations.UpdateRoleDescriptionRequest;
import org.latchkey.iam.RoleOperations.UpdateRoleDescriptionResponse;
import org.latchkey.iam.RoleOperations.UpdateRoleRequest;
import org.latchkey.iam.RoleOperations.UpdateRoleResponse;
import org.latchkey.iam.SimulationOperations;
import org.latchkey.iam.SimulationOperations.SimulateCustomPolicyRequest;
import org.latchkey.iam.SimulationOperations.SimulatePolicyResponse;
import org.latchkey.iam.SimulationOperations.SimulatePrincipalPolicyRequest;
import org.latchkey.iam.UserOperations;
import org.latchkey.iam.UserOperations.CreateUserRequest;
import org.latchkey.iam.UserOperations.CreateUserResponse;
import org.latchkey.iam.UserOperations.DeleteUserPermissionsBoundaryRequest;
import org.latchkey.iam.UserOperations.DeleteUserRequest;
import org.latchkey.iam.UserOperations.GetUserRequest;
import org.latchkey.iam.UserOperations.GetUserResponse;
import org.latchkey.iam.UserOperations.ListUserTagsRequest;
import org.latchkey.iam.UserOperations.ListUserTagsResponse;
import org.latchkey.iam.UserOperations.ListUsersRequest;
import org.latchkey.iam.UserOperations.ListUsersResponse;
import org.latchkey.iam.UserOperations.PutUserPermissionsBoundaryRequest;
import org.latchkey.iam.UserOperations.TagUserRequest;
import org.latchkey.iam.UserOperations.UntagUserRequest;
import org.latchkey.iam.UserOperations.UpdateUserRequest;

/** AWS Identity and Access Management, one line an operation. */
@Dependent
class IamTable implements ServiceTable {

  private final UserOperations users;
  private final AccessKeyOperations accessKeys;
  private final GroupOperations groups;
  private final RoleOperations roles;
  private final InlinePolicyOperations inlinePolicies;
  private final PolicyOperations policies;
  private final AttachmentOperations attachments;
  private final LoginProfileOperations loginProfiles;
  private final PasswordPolicyOperations passwordPolicies;
  private final MfaOperations mfa;
  private final ProviderOperations providers;
  private final ForeignEntityOperations foreign;
  private final SimulationOperations simulation;

  @Inject
  IamTable(
      UserOperations users,
      AccessKeyOperations accessKeys,
      GroupOperations groups,
      RoleOperations roles,
      InlinePolicyOperations inlinePolicies,
      PolicyOperations policies,
      AttachmentOperations attachments,
      LoginProfileOperations loginProfiles,
      PasswordPolicyOperations passwordPolicies,
      MfaOperations mfa,
      ProviderOperations providers,
      ForeignEntityOperations foreign,
      SimulationOperations simulation) {
    this.users = users;
    this.accessKeys = accessKeys;
    this.groups = groups;
    this.roles = roles;
    this.inlinePolicies = inlinePolicies;
    this.policies = policies;
    this.attachments = attachments;
    this.loginProfiles = loginProfiles;
    this.passwordPolicies = passwordPolicies;
    this.mfa = mfa;
    this.providers = providers;
    this.foreign = foreign;
    this.simulation = simulation;
  }

  @Override
  public OperationTable table() {
    return OperationTable.of("iam")
        .on("CreateUser", CreateUserRequest.class, CreateUserResponse.class, users::createUser)
        .on("GetUser", GetUserRequest.class, GetUserResponse.class, users::getUser)
        .on("ListUsers", ListUsersRequest.class, ListUsersResponse.class, users::listUsers)
        .on("UpdateUser", UpdateUserRequest.class, users::updateUser)
        .on("DeleteUser", DeleteUserRequest.class, users::deleteUser)
        .on("TagUser", TagUserRequest.class, users::tagUser)
        .on("UntagUser", UntagUserRequest.class, users::untagUser)
        .on(
            "ListUserTags",
            ListUserTagsRequest.class,
            ListUserTagsResponse.class,
            users::listUserTags)
        .on(
            "PutUserPermissionsBoundary",
            PutUserPermissionsBoundaryRequest.class,
            users::putUserPermissionsBoundary)
        .on(
            "DeleteUserPermissionsBoundary",
            DeleteUserPermissionsBoundaryRequest.class,
            users::deleteUserPermissionsBoundary)
        .on(
            "CreateAccessKey",
            CreateAccessKeyRequest.class,
            CreateAccessKeyResponse.class,
            accessKeys::createAccessKey)
        .on("UpdateAccessKey", UpdateAccessKeyRequest.class, accessKeys::updateAccessKey)
        .on(
            "ListAccessKeys",
            ListAccessKeysRequest.class,
            ListAccessKeysResponse.class,
            accessKeys::listAccessKeys)
        .on("DeleteAccessKey", DeleteAccessKeyRequest.class, accessKeys::deleteAccessKey)
        .on(
            "GetAccessKeyLastUsed",
            GetAccessKeyLastUsedRequest.class,
            GetAccessKeyLastUsedResponse.class,
            accessKeys::getAccessKeyLastUsed)
        .on("CreateGroup", CreateGroupRequest.class, CreateGroupResponse.class, groups::createGroup)
        .on("GetGroup", GetGroupRequest.class, GetGroupResponse.class, groups::getGroup)
        .on("ListGroups", ListGroupsRequest.class, ListGroupsResponse.class, groups::listGroups)
        .on("UpdateGroup", UpdateGroupRequest.class, groups::updateGroup)
        .on("DeleteGroup", DeleteGroupRequest.class, groups::deleteGroup)
        .on("AddUserToGroup", AddUserToGroupRequest.class, groups::addUserToGroup)
        .on("RemoveUserFromGroup", RemoveUserFromGroupRequest.class, groups::removeUserFromGroup)
        .on(
            "ListGroupsForUser",
            ListGroupsForUserRequest.class,
            ListGroupsForUserResponse.class,
            groups::listGroupsForUser)
        .on("CreateRole", CreateRoleRequest.class, CreateRoleResponse.class, roles::createRole)
        .on("GetRole", GetRoleRequest.class, GetRoleResponse.class, roles::getRole)
        .on("ListRoles", ListRolesRequest.class, ListRolesResponse.class, roles::listRoles)
        .on("UpdateRole", UpdateRoleRequest.class, UpdateRoleResponse.class, roles::updateRole)
        .on("DeleteRole", DeleteRoleRequest.class, roles::deleteRole)
        .on(
            "UpdateAssumeRolePolicy",
            UpdateAssumeRolePolicyRequest.class,
            roles::updateAssumeRolePolicy)
        .on("TagRole", TagRoleRequest.class, roles::tagRole)
        .on("UntagRole", UntagRoleRequest.class, roles::untagRole)
        .on(
            "ListRoleTags",
            ListRoleTagsRequest.class,
            ListRoleTagsResponse.class,
            roles::listRoleTags)
        .on(
            "PutRolePermissionsBoundary",
            PutRolePermissionsBoundaryRequest.class,
            roles::putRolePermissionsBoundary)
        .on(
            "DeleteRolePermissionsBoundary",
            DeleteRolePermissionsBoundaryRequest.class,
            roles::deleteRolePermissionsBoundary)
        .on("PutUserPolicy", PutUserPolicyRequest.class, inlinePolicies::putUserPolicy)
        .on(
            "GetUserPolicy",
            GetUserPolicyRequest.class,
            GetUserPolicyResponse.class,
            inlinePolicies::getUserPolicy)
        .on(
            "ListUserPolicies",
            ListUserPoliciesRequest.class,
            ListUserPoliciesResponse.class,
            inlinePolicies::listUserPolicies)
        .on("DeleteUserPolicy", DeleteUserPolicyRequest.class, inlinePolicies::deleteUserPolicy)
        .on("PutGroupPolicy", PutGroupPolicyRequest.class, inlinePolicies::putGroupPolicy)
        .on(
            "GetGroupPolicy",
            GetGroupPolicyRequest.class,
            GetGroupPolicyResponse.class,
            inlinePolicies::getGroupPolicy)
        .on(
            "ListGroupPolicies",
            ListGroupPoliciesRequest.class,
            ListGroupPoliciesResponse.class,
            inlinePolicies::listGroupPolicies)
        .on("DeleteGroupPolicy", DeleteGroupPolicyRequest.class, inlinePolicies::deleteGroupPolicy)
        .on("PutRolePolicy", PutRolePolicyRequest.class, inlinePolicies::putRolePolicy)
        .on(
            "GetRolePolicy",
            GetRolePolicyRequest.class,
            GetRolePolicyResponse.class,
            inlinePolicies::getRolePolicy)
        .on(
            "ListRolePolicies",
            ListRolePoliciesRequest.class,
            ListRolePoliciesResponse.class,
            inlinePolicies::listRolePolicies)
        .on("DeleteRolePolicy", DeleteRolePolicyRequest.class, inlinePolicies::deleteRolePolicy)
        .on(
            "CreatePolicy",
            CreatePolicyRequest.class,
            CreatePolicyResponse.class,
            policies::createPolicy)
        .on("GetPolicy", GetPolicyRequest.class, GetPolicyResponse.class, policies::getPolicy)
        .on(
            "ListPolicies",
            ListPoliciesRequest.class,
            ListPoliciesResponse.class,
            policies::listPolicies)
        .on("DeletePolicy", DeletePolicyRequest.class, policies::deletePolicy)
        .on(
            "CreatePolicyVersion",
            CreatePolicyVersionRequest.class,
            CreatePolicyVersionResponse.class,
            policies::createPolicyVersion)
        .on(
            "GetPolicyVersion",
            GetPolicyVersionRequest.class,
            GetPolicyVersionResponse.class,
            policies::getPolicyVersion)
        .on(
            "ListPolicyVersions",
            ListPolicyVersionsRequest.class,
            ListPolicyVersionsResponse.class,
            policies::listPolicyVersions)
        .on("DeletePolicyVersion", DeletePolicyVersionRequest.class, policies::deletePolicyVersion)
        .on(
            "SetDefaultPolicyVersion",
            SetDefaultPolicyVersionRequest.class,
            policies::setDefaultPolicyVersion)
        .on("TagPolicy", TagPolicyRequest.class, policies::tagPolicy)
        .on("UntagPolicy", UntagPolicyRequest.class, policies::untagPolicy)
        .on(
            "ListPolicyTags",
            ListPolicyTagsRequest.class,
            ListPolicyTagsResponse.class,
            policies::listPolicyTags)
        .on("AttachUserPolicy", AttachUserPolicyRequest.class, attachments::attachUserPolicy)
        .on("DetachUserPolicy", DetachUserPolicyRequest.class, attachments::detachUserPolicy)
        .on(
            "ListAttachedUserPolicies",
            ListAttachedUserPoliciesRequest.class,
            ListAttachedUserPoliciesResponse.class,
            attachments::listAttachedUserPolicies)
        .on("AttachGroupPolicy", AttachGroupPolicyRequest.class, attachments::attachGroupPolicy)
        .on("DetachGroupPolicy", DetachGroupPolicyRequest.class, attachments::detachGroupPolicy)
        .on(
            "ListAttachedGroupPolicies",
            ListAttachedGroupPoliciesRequest.class,
            ListAttachedGroupPoliciesResponse.class,
            attachments::listAttachedGroupPolicies)
        .on("AttachRolePolicy", AttachRolePolicyRequest.class, attachments::attachRolePolicy)
        .on("DetachRolePolicy", DetachRolePolicyRequest.class, attachments::detachRolePolicy)
        .on(
            "ListAttachedRolePolicies",
            ListAttachedRolePoliciesRequest.class,
            ListAttachedRolePoliciesResponse.class,
            attachments::listAttachedRolePolicies)
        .on(
            "ListEntitiesForPolicy",
            ListEntitiesForPolicyRequest.class,
            ListEntitiesForPolicyResponse.class,
            attachments::listEntitiesForPolicy)
        .on(
            "CreateLoginProfile",
            CreateLoginProfileRequest.class,
            CreateLoginProfileResponse.class,
            loginProfiles::createLoginProfile)
        .on(
            "UpdateLoginProfile",
            UpdateLoginProfileRequest.class,
            loginProfiles::updateLoginProfile)
        .on(
            "DeleteLoginProfile",
            DeleteLoginProfileRequest.class,
            loginProfiles::deleteLoginProfile)
        .on(
            "GetLoginProfile",
            GetLoginProfileRequest.class,
            GetLoginProfileResponse.class,
            loginProfiles::getLoginProfile)
        .on("ChangePassword", ChangePasswordRequest.class, loginProfiles::changePassword)
        .on(
            "UpdateAccountPasswordPolicy",
            UpdateAccountPasswordPolicyRequest.class,
            passwordPolicies::updateAccountPasswordPolicy)
        .on(
            "GetAccountPasswordPolicy",
            GetAccountPasswordPolicyRequest.class,
            GetAccountPasswordPolicyResponse.class,
            passwordPolicies::getAccountPasswordPolicy)
        .on(
            "DeleteAccountPasswordPolicy",
            DeleteAccountPasswordPolicyRequest.class,
            passwordPolicies::deleteAccountPasswordPolicy)
        .on(
            "CreateVirtualMFADevice",
            CreateVirtualMFADeviceRequest.class,
            CreateVirtualMFADeviceResponse.class,
            mfa::createVirtualMFADevice)
        .on("EnableMFADevice", EnableMFADeviceRequest.class, mfa::enableMFADevice)
        .on("DeactivateMFADevice", DeactivateMFADeviceRequest.class, mfa::deactivateMFADevice)
        .on(
            "ListMFADevices",
            ListMFADevicesRequest.class,
            ListMFADevicesResponse.class,
            mfa::listMFADevices)
        .on(
            "ListVirtualMFADevices",
            ListVirtualMFADevicesRequest.class,
            ListVirtualMFADevicesResponse.class,
            mfa::listVirtualMFADevices)
        .on(
            "DeleteVirtualMFADevice",
            DeleteVirtualMFADeviceRequest.class,
            mfa::deleteVirtualMFADevice)
        .on("ResyncMFADevice", ResyncMFADeviceRequest.class, mfa::resyncMFADevice)
        .on(
            "CreateOpenIDConnectProvider",
            CreateOpenIDConnectProviderRequest.class,
            CreateOpenIDConnectProviderResponse.class,
            providers::createOpenIDConnectProvider)
        .on(
            "GetOpenIDConnectProvider",
            GetOpenIDConnectProviderRequest.class,
            GetOpenIDConnectProviderResponse.class,
            providers::getOpenIDConnectProvider)
        .on(
            "ListOpenIDConnectProviders",
            ListOpenIDConnectProvidersRequest.class,
            ListOpenIDConnectProvidersResponse.class,
            providers::listOpenIDConnectProviders)
        .on(
            "DeleteOpenIDConnectProvider",
            DeleteOpenIDConnectProviderRequest.class,
            providers::deleteOpenIDConnectProvider)
        .on(
            "AddClientIDToOpenIDConnectProvider",
            AddClientIDToOpenIDConnectProviderRequest.class,
            providers::addClientIDToOpenIDConnectProvider)
        .on(
            "RemoveClientIDFromOpenIDConnectProvider",
            RemoveClientIDFromOpenIDConnectProviderRequest.class,
            providers::removeClientIDFromOpenIDConnectProvider)
        .on(
            "UpdateOpenIDConnectProviderThumbprint",
            UpdateOpenIDConnectProviderThumbprintRequest.class,
            providers::updateOpenIDConnectProviderThumbprint)
        .on(
            "SimulatePrincipalPolicy",
            SimulatePrincipalPolicyRequest.class,
            SimulatePolicyResponse.class,
            simulation::simulatePrincipalPolicy)
        .on(
            "SimulateCustomPolicy",
            SimulateCustomPolicyRequest.class,
            SimulatePolicyResponse.class,
            simulation::simulateCustomPolicy)
        .on(
            "UpdateRoleDescription",
            UpdateRoleDescriptionRequest.class,
            UpdateRoleDescriptionResponse.class,
            roles::updateRoleDescription)
        .on("TagMFADevice", TagMFADeviceRequest.class, mfa::tagMFADevice)
        .on("UntagMFADevice", UntagMFADeviceRequest.class, mfa::untagMFADevice)
        .on(
            "ListMFADeviceTags",
            ListMFADeviceTagsRequest.class,
            ListMFADeviceTagsResponse.class,
            mfa::listMFADeviceTags)
        .on(
            "TagOpenIDConnectProvider",
            TagOpenIDConnectProviderRequest.class,
            providers::tagOpenIDConnectProvider)
        .on(
            "UntagOpenIDConnectProvider",
            UntagOpenIDConnectProviderRequest.class,
            providers::untagOpenIDConnectProvider)
        .on(
            "ListOpenIDConnectProviderTags",
            ListOpenIDConnectProviderTagsRequest.class,
            ListOpenIDConnectProviderTagsResponse.class,
            providers::listOpenIDConnectProviderTags)
        .on(
            "ListInstanceProfiles",
            ListInstanceProfilesRequest.class,
            ListInstanceProfilesResponse.class,
            foreign::listInstanceProfiles)
        .on(
            "ListInstanceProfilesForRole",
            ListInstanceProfilesForRoleRequest.class,
            ListInstanceProfilesForRoleResponse.class,
            foreign::listInstanceProfilesForRole)
        .on(
            "ListServerCertificates",
            ListServerCertificatesRequest.class,
            ListServerCertificatesResponse.class,
            foreign::listServerCertificates)
        .on(
            "ListSigningCertificates",
            ListSigningCertificatesRequest.class,
            ListSigningCertificatesResponse.class,
            foreign::listSigningCertificates)
        .on(
            "ListSSHPublicKeys",
            ListSSHPublicKeysRequest.class,
            ListSSHPublicKeysResponse.class,
            foreign::listSSHPublicKeys)
        .on(
            "ListServiceSpecificCredentials",
            ListServiceSpecificCredentialsRequest.class,
            ListServiceSpecificCredentialsResponse.class,
            foreign::listServiceSpecificCredentials)
        .on(
            "ListAccountAliases",
            ListAccountAliasesRequest.class,
            ListAccountAliasesResponse.class,
            foreign::listAccountAliases)
        .on(
            "ListSAMLProviders",
            ListSAMLProvidersRequest.class,
            ListSAMLProvidersResponse.class,
            foreign::listSAMLProviders);
  }
}
