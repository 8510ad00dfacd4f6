package org.latchkey.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.access.PolicyKind;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.Role;
import org.latchkey.shared.Fault;
import org.latchkey.shared.ServiceException;
import org.latchkey.shared.ServiceRole;

class ServiceRolesTest {

  private static final String ACCOUNT = "123456789012";

  @ParameterizedTest
  @EnumSource
  void everyRole_hasAPolicyAndTrustsItsServiceAlone(ServiceRole role) {
    assertThat(AwsManagedPolicies.find(role.policyArn()))
        .hasValueSatisfying(
            policy ->
                assertThat(PolicyTexts.require(policy.document(), PolicyKind.IDENTITY))
                    .isNotNull());
    assertThat(PolicyTexts.requireTrust(role.trustPolicy()).toString())
        .contains("\"Principal\":{\"Service\":\"" + role.servicePrincipal() + "\"}");
    assertThat(ServiceRole.of(role.servicePrincipal())).contains(role);
    assertThat(role.id(ACCOUNT)).matches("AROA[A-Z2-7]{17}").isNotEqualTo(role.id("1"));
  }

  @Test
  void rolesOfServices_areNotChanged() {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> ServiceRoles.requireModifiable(role("/aws-service-role/acm/")))
        .extracting(ServiceException::fault)
        .isEqualTo((Fault) IdentityFault.UNMODIFIABLE_ENTITY);
    ServiceRoles.requireModifiable(role("/service-role/"));
  }

  @Test
  void pathsAndPoliciesOfServices_areTheirs() {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> ServiceRoles.requireFreePath("/aws-service-role/x/"));
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> ServiceRoles.requireAttachable(ServiceRole.PRIVATE_CA.policyArn()));
    ServiceRoles.requireFreePath("/team/");
    ServiceRoles.requireAttachable("arn:aws:iam::aws:policy/AdministratorAccess");
  }

  private static Role role(String path) {
    return new Role(
        "AROA1", ACCOUNT, path, "r", "arn", "{}", null, 3_600, null, Map.of(), Instant.EPOCH);
  }
}
