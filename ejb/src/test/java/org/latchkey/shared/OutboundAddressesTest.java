package org.latchkey.shared;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundAddressesTest {

  private static final String SETTING = "test-inner";
  private static final String PROPERTY = "latchkey." + SETTING;

  @AfterEach
  void clear() {
    System.clearProperty(PROPERTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "[::1]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:10.1.2.3]"
      })
  void innerAddress_isRefused(String host) {
    assertThatIOException()
        .isThrownBy(() -> OutboundAddresses.requireAllowed(host, SETTING))
        .withMessage("Its address is not a public one.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.9.9.9", "[2620:fe::fe]"})
  void publicAddress_isAllowed(String host) {
    assertThatCode(() -> OutboundAddresses.requireAllowed(host, SETTING))
        .doesNotThrowAnyException();
  }

  @Test
  void innerAddress_isAllowedByItsSetting() {
    System.setProperty(PROPERTY, "true");

    assertThatCode(() -> OutboundAddresses.requireAllowed("127.0.0.1", SETTING))
        .doesNotThrowAnyException();
  }
}
