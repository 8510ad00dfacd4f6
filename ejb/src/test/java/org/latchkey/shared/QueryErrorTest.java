package org.latchkey.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryErrorTest {

  @Test
  void commonFault_isNamedAsTheServiceNamesIt() {
    assertThat(QueryError.code("iam.amazonaws.com", CommonFault.VALIDATION))
        .isEqualTo("ValidationError");
    assertThat(QueryError.code("sts.amazonaws.com", CommonFault.ACCESS_DENIED))
        .isEqualTo("AccessDenied");
    assertThat(QueryError.code("kms.amazonaws.com", CommonFault.ACCESS_DENIED))
        .isEqualTo("AccessDeniedException");
  }

  @Test
  void otherFault_keepsItsNameAndStatus() {
    assertThat(QueryError.of(CommonFault.SERVICE_UNAVAILABLE))
        .isEqualTo(new QueryError("ServiceUnavailable", 503));
  }
}
