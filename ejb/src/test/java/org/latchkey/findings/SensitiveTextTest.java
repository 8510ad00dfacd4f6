package org.latchkey.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.findings.SensitiveKind.EMAIL_ADDRESS;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latchkey.findings.SensitiveText.Hit;

class SensitiveTextTest {

  private static List<Hit> in(String json) throws IOException {
    return SensitiveText.in(new ObjectMapper().readTree(json));
  }

  @Test
  void tags_areLookedThrough() throws IOException {
    assertThat(
            in(
                """
                {"tags":[{"tagKey":"team","tagValue":"red"},
                         {"tagKey":"owner","tagValue":"jane@example.org"},
                         {"tagKey":"joe@example.org","tagValue":""}]}"""))
        .containsExactly(
            new Hit(EMAIL_ADDRESS, "tags[1].tagValue"), new Hit(EMAIL_ADDRESS, "tags[2].tagKey"));
  }

  @Test
  void namesAndDescriptions_areLookedThrough() throws IOException {
    assertThat(
            in(
                """
                {"aliasName":"alias/jane@example.org","description":"of jane@example.org",
                 "inner":{"name":"jane@example.org"}}"""))
        .extracting(Hit::member)
        .containsExactly("aliasName", "description", "inner.name");
  }

  @Test
  void otherMembers_areLeftAlone() throws IOException {
    assertThat(
            in(
                """
                {"email":"jane@example.org","policy":"jane@example.org",
                 "encryptionContext":{"owner":"jane@example.org"},"keyId":"1"}"""))
        .isEmpty();
  }

  @Test
  void absentParameters_holdNothing() throws IOException {
    assertThat(in("null")).isEmpty();
  }
}
