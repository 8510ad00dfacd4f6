package org.latchkey.web.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OcspPathTest {

  private static final String ID = "11223344-1234-1122-2233-112233445566";
  private static final byte[] REQUEST = {(byte) 0xfb, (byte) 0xff, (byte) 0xff, 1};

  @ParameterizedTest
  @ValueSource(strings = {"+///AQ==", "%2B%2F%2F%2FAQ%3D%3D", "+/%2F/AQ=="})
  void request_isReadEscapedOrNot(String base64) {
    assertThat(OcspPath.of("/" + base64).request()).isEqualTo(REQUEST);
    assertThat(OcspPath.of("/" + base64).authorityId()).isNull();
    assertThat(OcspPath.of("/" + ID + "/" + base64).request()).isEqualTo(REQUEST);
    assertThat(OcspPath.of("/" + ID + "/" + base64).authorityId()).isEqualTo(ID);
  }

  @Test
  void pathOfAPost_namesAnAuthorityOrNone() {
    assertThat(OcspPath.of("/" + ID).authorityId()).isEqualTo(ID);
    assertThat(OcspPath.of("/" + ID + "/").request()).isNull();
    assertThat(OcspPath.of("").authorityId()).isNull();
    assertThat(OcspPath.of("").request()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/%zz", "/not base64!", "/AAAA/../.."})
  void whatIsNoRequest_isNone(String path) {
    assertThat(OcspPath.of(path).request()).isNull();
  }
}
