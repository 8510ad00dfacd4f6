package org.latchkey.batch;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.DueAnswer;
import org.latchkey.authorities.DueAnswers;

/** Reads the OCSP answers that are to be signed anew, the most urgent first. */
@Named
@Dependent
class OcspAnswersToSign extends DueItems<DueAnswer> {

  private final DueAnswers answers;

  @Inject
  OcspAnswersToSign(ProductCalls product, DueAnswers answers, Clock clock) {
    super(product, clock);
    this.answers = answers;
  }

  @Override
  List<DueAnswer> due(Instant asOf, @Nullable DueAnswer after, int limit) {
    return answers.due(asOf, after, limit);
  }

  @Override
  String name(DueAnswer item) {
    return item.id();
  }
}
