package org.latchkey.web.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

class QueryFormTest {

  private static String form(int parameters) {
    return IntStream.range(0, parameters)
        .mapToObj(i -> "p" + i + "=" + i)
        .collect(Collectors.joining("&"));
  }

  private static String json(String form) {
    ServiceModel sts = ServiceModel.of("sts");
    return new String(QueryForm.parse(form).toJson(sts.shape("AssumeRoleRequest"), sts), UTF_8);
  }

  @Test
  void lists_areReadInTheirOrder() {
    assertThat(json("PolicyArns.member.2.arn=b&PolicyArns.member.1.arn=a&PolicyArns.memberless=x"))
        .isEqualTo("{\"PolicyArns\":[{\"arn\":\"a\"},{\"arn\":\"b\"}]}");
    assertThat(json("PolicyArns=")).isEqualTo("{\"PolicyArns\":[]}");
  }

  /** What is left out here would have limited a session. */
  @ParameterizedTest
  @ValueSource(strings = {"3", "0", "01", "-1", "x", "", "99999999999"})
  void listWithAGap_isRefused(String number) {
    assertThatThrownBy(() -> json("PolicyArns.member." + number + ".arn=a"))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refused -> assertThat(refused.fault()).isEqualTo(CommonFault.SERIALIZATION));
    assertThatThrownBy(
            () -> json("PolicyArns.member.1.arn=a&PolicyArns.member." + number + ".arn=a"))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("PolicyArns.member." + number);
  }

  @Test
  void parameters_areBounded() {
    assertThat(QueryForm.parse(form(QueryForm.MOST_PARAMETERS)).get("p19999")).isEqualTo("19999");
    assertThatThrownBy(() -> QueryForm.parse(form(QueryForm.MOST_PARAMETERS + 1)))
        .isInstanceOf(ServiceException.class);
  }
}
