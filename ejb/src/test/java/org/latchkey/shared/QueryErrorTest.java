package org.latchkey.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryErrorTest {

  @Test
  void commonFault_isNamedAsTheServiceNamesIt() {
    assertThat(QueryError.recorded("iam.amazonaws.com", CommonFault.VALIDATION))
        .isEqualTo("ValidationError");
    assertThat(QueryError.recorded("sts.amazonaws.com", CommonFault.ACCESS_DENIED))
        .isEqualTo("AccessDenied");
    assertThat(QueryError.recorded("kms.amazonaws.com", CommonFault.ACCESS_DENIED))
        .isEqualTo("AccessDeniedException");
  }

  private enum Entity implements Fault {
    NO_SUCH_ENTITY;

    @Override
    public String code() {
      return "NoSuchEntity";
    }
  }

  @Test
  void otherFault_isOnRecordByItsExceptionsName() {
    assertThat(QueryError.recorded("iam.amazonaws.com", Entity.NO_SUCH_ENTITY))
        .isEqualTo("NoSuchEntityException");
    assertThat(QueryError.of(Entity.NO_SUCH_ENTITY).code()).isEqualTo("NoSuchEntity");
  }

  @Test
  void otherFault_keepsItsNameAndStatus() {
    assertThat(QueryError.of(CommonFault.SERVICE_UNAVAILABLE))
        .isEqualTo(new QueryError("ServiceUnavailable", 503));
  }
}
