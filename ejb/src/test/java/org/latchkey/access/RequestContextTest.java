package org.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestContextTest {

  @Test
  void names_areNotCaseSensitive() {
    RequestContext context = RequestContext.builder().put("kms:KeySpec", "RSA_2048").build();
    assertThat(context.values("KMS:keyspec")).containsExactly("RSA_2048");
  }

  @Test
  void secondValue_makesTheKeyMultivalued() {
    RequestContext context =
        RequestContext.builder().put("aws:TagKeys", "a").put("aws:tagkeys", "b").build();
    assertThat(context.values("aws:TagKeys")).containsExactly("a", "b");
  }

  @Test
  void nullValue_leavesTheKeyAbsent() {
    RequestContext context = RequestContext.builder().put("kms:ViaService", null).build();
    assertThat(context.find("kms:viaservice")).isNull();
  }

  @Test
  void lazyKey_isSuppliedOnceAndOnlyIfAsked() {
    AtomicInteger asked = new AtomicInteger();
    RequestContext context =
        RequestContext.builder()
            .lazily("kms:ResourceAliases", () -> List.of("alias/" + asked.incrementAndGet()))
            .build();
    assertThat(context.values("kms:KeySpec")).isEmpty();
    assertThat(asked).hasValue(0);
    assertThat(context.values("kms:ResourceAliases")).containsExactly("alias/1");
    assertThat(context.values("kms:ResourceAliases")).containsExactly("alias/1");
    assertThat(asked).hasValue(1);
  }

  @Test
  void lazyFamily_isSuppliedOnce() {
    AtomicInteger asked = new AtomicInteger();
    RequestContext context =
        RequestContext.builder()
            .resourceTags(
                () -> {
                  asked.incrementAndGet();
                  return Map.of("Team", "red");
                })
            .build();
    assertThat(context.values("aws:ResourceTag/team")).containsExactly("red");
    assertThat(context.values("aws:ResourceTag/stage")).isEmpty();
    assertThat(context.values("aws:ResourceTag/other")).isEmpty();
    assertThat(asked).hasValue(1);
  }

  @Test
  void requestTags_giveTheirKeysToo() {
    RequestContext context = RequestContext.builder().requestTags(Map.of("team", "red")).build();
    assertThat(context.values("aws:RequestTag/team")).containsExactly("red");
    assertThat(context.values("aws:TagKeys")).containsExactly("team");
  }
}
