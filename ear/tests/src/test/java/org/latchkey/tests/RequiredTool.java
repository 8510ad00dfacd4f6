package org.latchkey.tests;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips a test where a program is missing that it uses, and says what to install. Where the system
 * property {@code latchkey.require-tools} is true or the variable {@code CI_REQUIRE_TOOLS} is set,
 * the test fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiredToolCondition.class)
public @interface RequiredTool {
  /** The programs that the test uses. */
  Tool[] value();
}
