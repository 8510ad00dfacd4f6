package org.latchkey.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void read_ignoresWhatItDoesNotKnow_andLeavesNullableOut() {
    AssociationReply reply =
        Json.read("{\"status\": \"Associated\", \"later\": {}}", AssociationReply.class);

    assertThat(reply).isEqualTo(new AssociationReply("Associated", null, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "[]", "{\"status\": null}", "\"hunter2\"", "{hunter2", ""})
  void read_refusesWhatIsIncomplete_andDoesNotRepeatIt(String text) {
    assertThatThrownBy(() -> Json.read(text, AssociationReply.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AssociationReply")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void read_tellsDeliveriesApartByTheirType() {
    Delivery withdrawal = new CertificateWithdrawal("a", "b", "c");

    assertThat(Json.read(Json.write(withdrawal), Delivery.class)).isEqualTo(withdrawal);
    assertThatThrownBy(() -> Json.read("{\"type\": \"Another\"}", Delivery.class))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
