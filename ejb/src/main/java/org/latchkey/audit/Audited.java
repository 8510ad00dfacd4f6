package org.latchkey.audit;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an operations bean: each call of its methods that begin with a {@link
 * org.latchkey.shared.Caller} leaves one record, once the transaction has ended.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Audited {

  /** The service whose operations these are, for example {@code kms.amazonaws.com}. */
  @Nonbinding
  String value() default "";
}
