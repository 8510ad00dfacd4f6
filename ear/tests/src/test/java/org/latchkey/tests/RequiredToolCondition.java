package org.latchkey.tests;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Evaluates {@link RequiredTool}. */
final class RequiredToolCondition implements ExecutionCondition {
  private static final ConditionEvaluationResult ENABLED =
      ConditionEvaluationResult.enabled("all tools are there");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return context
        .getElement()
        .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiredTool.class))
        .map(required -> evaluate(required, context.getDisplayName()))
        .orElse(ENABLED);
  }

  private static ConditionEvaluationResult evaluate(RequiredTool required, String test) {
    List<Tool> missing = Stream.of(required.value()).filter(tool -> !tool.isInstalled()).toList();
    if (missing.isEmpty()) {
      return ENABLED;
    }
    String reason =
        test
            + " needs "
            + String.join(" and ", missing.stream().map(Tool::command).toList())
            + ": apt-get install "
            + String.join(" ", missing.stream().map(Tool::debianPackage).toList());
    if (isRequired()) {
      throw new ExtensionConfigurationException(reason);
    }
    System.out.println("Skipped: " + reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private static boolean isRequired() {
    return Boolean.getBoolean("latchkey.require-tools")
        || System.getenv("CI_REQUIRE_TOOLS") != null;
  }
}
