package org.latchkey.iam;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HttpsDocumentsTest {

  @Test
  void innerAddress_isNotConnectedTo() throws IOException {
    try (ServerSocket inner = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      inner.setSoTimeout(200);
      String url = "https://127.0.0.1:" + inner.getLocalPort() + "/keys";
      HttpsDocuments documents = new HttpsDocuments(Set.of());

      assertThatIOException()
          .isThrownBy(() -> documents.get(url))
          .withMessage("Its address is not a public one.");
      assertThatIOException()
          .isThrownBy(() -> documents.post(url, Map.of("code", "secret")))
          .withMessage("Its address is not a public one.");
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(inner::accept);
    }
  }

  @Test
  void plainHttp_isRefused() {
    assertThatIOException()
        .isThrownBy(() -> new HttpsDocuments(Set.of()).get("http://example.com/keys"))
        .withMessage("not an HTTPS URL");
  }
}
