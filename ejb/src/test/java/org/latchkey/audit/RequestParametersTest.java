package org.latchkey.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.SecretBytes;

class RequestParametersTest {

  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/1";

  public record Inner(String arn, byte[] blob, String rawSecretAccessKey) {}

  public record Request(
      String keyId,
      @Nullable String absent,
      SecretBytes plaintext,
      byte[] certificate,
      String passphrase,
      Map<String, String> encryptionContext,
      List<String> grantTokens,
      List<Inner> inner,
      KeySpec keySpec,
      Integer days,
      boolean dryRun,
      Instant validTo,
      String granteePrincipal,
      String tokenCode,
      String authenticationCode1,
      String webIdentityToken,
      Integer minimumPasswordLength,
      boolean passwordResetRequired) {}

  private static Request request() {
    return new Request(
        KEY,
        null,
        SecretBytes.owning("canary-1".getBytes(UTF_8)),
        "canary-2".getBytes(UTF_8),
        "canary-3",
        Map.of("department", "ten \"quoted\""),
        List.of("canary-4"),
        List.of(new Inner("arn:x", new byte[] {1}, "canary-5")),
        KeySpec.SYMMETRIC_DEFAULT,
        7,
        true,
        Instant.parse("2026-01-02T03:04:05Z"),
        "arn:aws:iam::123456789012:user/service/elb",
        "canary-6",
        "canary-7",
        "canary-8",
        14,
        true);
  }

  @Test
  void write_leavesOutSecretsAndBlobs() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      RequestParameters.write(request(), json);
    }

    assertThat(text.toString())
        .isEqualTo(
            """
            {"keyId":"arn:aws:kms:us-east-1:123456789012:key/1",\
            "encryptionContext":{"department":"ten \\"quoted\\""},\
            "inner":[{"arn":"arn:x"}],"keySpec":"SYMMETRIC_DEFAULT","days":7,"dryRun":true,\
            "validTo":"2026-01-02T03:04:05Z",\
            "granteePrincipal":"arn:aws:iam::123456789012:user/service/elb",\
            "minimumPasswordLength":14,"passwordResetRequired":true}""");
  }

  private static String written(int length) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      RequestParameters.writeOrOmit(new Described("x".repeat(length)), json);
    }
    return text.toString();
  }

  public record Described(String description) {}

  @Test
  void writeOrOmit_leavesOutWhatIsTooLong() throws IOException {
    assertThat(written(100_000)).startsWith("{\"description\":\"xxx").hasSizeGreaterThan(100_000);
    assertThat(written(5_000_000)).startsWith("{\"omitted\":true,\"originalSize\":5000002,");
  }

  @Test
  void resources_areArnsOfThingsNotOfPrincipals() {
    assertThat(RequestParameters.resources(request())).containsExactly(KEY);
    assertThat(RequestParameters.resources(null)).isEmpty();
  }

  @Test
  void whatOnlyLooksLikeAnArn_isNoResource() {
    assertThat(RequestParameters.resources(new Described(KEY))).isEmpty();
    assertThat(RequestParameters.resources(new Named(KEY + "x".repeat(2_048)))).isEmpty();
    assertThat(RequestParameters.resources(new Named(KEY))).containsExactly(KEY);
  }

  public record Named(String resourceArn) {}
}
