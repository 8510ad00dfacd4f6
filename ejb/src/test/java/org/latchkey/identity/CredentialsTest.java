package org.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialsTest {

  @Test
  void sessionTag_takesThePlaceOfTheRolesInAnyCase() {
    Map<String, String> tags =
        Credentials.tags(
            Map.of("Team", "red", "floor", "3"), Map.of("team", "blue", "Stage", "test"));

    assertThat(Map.copyOf(tags)).isEqualTo(Map.of("team", "blue", "Stage", "test", "floor", "3"));
  }
}
