package org.latchkey.associations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.associations.AssociationRequest.Malformed;

class AssociationRequestTest {

  private static final String REGISTRATION =
      """
      {"type": "RegisterService", "name": "web-gateway", "contextKey": "aws:web:arn",
       "resourceArnPattern": "arn:aws:web:*:123456789012:*",
       "keyArn": "arn:aws:kms:eu-west-1:123456789012:key/1"}""";

  @Test
  void registration_namesServicePatternAndKey() throws Malformed {
    AssociationRequest request = AssociationRequest.parse(REGISTRATION);

    Registration registration = Objects.requireNonNull(request.registration());
    assertThat(registration.name()).isEqualTo("web-gateway");
    assertThat(registration.contextKey()).isEqualTo("aws:web:arn");
    assertThat(request.region()).contains("eu-west-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "-web", "Web", ""})
  void registrationWithoutAUsableName_isMalformed(String name) {
    String text = REGISTRATION.replace("web-gateway", name);

    assertThatExceptionOfType(Malformed.class).isThrownBy(() -> AssociationRequest.parse(text));
  }

  @Test
  void registrationUnderAnAlias_isMalformed() {
    String text = REGISTRATION.replace("key/1", "alias/own");

    assertThatExceptionOfType(Malformed.class).isThrownBy(() -> AssociationRequest.parse(text));
  }

  @Test
  void characterThatNoNameHas_isMalformed() {
    String text = REGISTRATION.replace("web-gateway", "web\\u0000gateway");

    assertThatExceptionOfType(Malformed.class).isThrownBy(() -> AssociationRequest.parse(text));
  }

  @Test
  void problem_isKeptWithoutCharactersThatTheDatabaseRefuses() throws Malformed {
    String text =
        """
        {"type": "ConfirmCertificate", "certificateArn": "a", "resourceArn": "b", "service": "c",
         "revision": "1", "problem": "nginx said \\u0000 so"}""";

    assertThat(AssociationRequest.parse(text).problem()).isEqualTo("nginx said   so");
  }

  @Test
  void confirmation_needsARevision() {
    String text =
        """
        {"type": "ConfirmCertificate", "certificateArn": "c", "resourceArn": "r", "service": "s",
         "revision": "first"}""";

    assertThatExceptionOfType(Malformed.class).isThrownBy(() -> AssociationRequest.parse(text));
  }
}
