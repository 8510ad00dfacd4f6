package org.latchkey.audit;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Fault;
import org.latchkey.shared.QueryError;
import org.latchkey.shared.ServiceException;

/**
 * Records each call of an {@link Audited} bean, after its transaction: the priority is lower than
 * that of the transactional interceptor, so this one is the outer of the two.
 */
@Audited
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
public class AuditInterceptor {

  private static final Map<Method, Names> NAMES = new ConcurrentHashMap<>();

  @Inject private Trail trail;
  @Inject private IdentifiedCaller identified;
  @Inject private Clock clock;

  @AroundInvoke
  Object recordCall(InvocationContext invocation) throws Exception {
    Object[] parameters = invocation.getParameters();
    if (parameters.length == 0 || !(parameters[0] instanceof Caller caller)) {
      return invocation.proceed();
    }
    Record request = parameters.length > 1 && parameters[1] instanceof Record r ? r : null;
    trail.requireWritable();
    Optional<Caller> outer = identified.take();
    try {
      return recordCall(invocation, caller, request);
    } finally {
      identified.restore(outer);
    }
  }

  private Object recordCall(InvocationContext invocation, Caller caller, @Nullable Record request)
      throws Exception {
    Object result;
    try {
      result = invocation.proceed();
    } catch (ServiceException refused) {
      trail.record(
          event(
              invocation.getMethod(),
              identified.take().orElse(caller),
              request,
              null,
              refused.fault(),
              refused.getMessage()));
      throw refused;
    } catch (Exception | StackOverflowError unexpected) {
      trail.record(
          event(
              invocation.getMethod(),
              identified.take().orElse(caller),
              request,
              null,
              CommonFault.INTERNAL_FAILURE,
              null));
      throw unexpected;
    }
    trail.record(
        event(
            invocation.getMethod(), identified.take().orElse(caller), request, result, null, null));
    return result;
  }

  /** What records say of calls of a method. */
  private record Names(String source, String event) {

    static Names of(Method method) {
      String name = method.getName();
      return new Names(
          eventSource(method), Character.toUpperCase(name.charAt(0)) + name.substring(1));
    }
  }

  private AuditEvent event(
      Method method,
      Caller caller,
      @Nullable Record request,
      @Nullable Object result,
      @Nullable Fault fault,
      @Nullable String errorMessage) {
    List<String> resources = new ArrayList<>(RequestParameters.resources(request));
    if (result instanceof Record response) {
      RequestParameters.resources(response).stream()
          .filter(arn -> !resources.contains(arn))
          .forEach(resources::add);
    }
    Names names = NAMES.computeIfAbsent(method, Names::of);
    return new AuditEvent(
        clock.instant(),
        caller,
        caller.region(),
        names.source(),
        names.event(),
        caller.requestId(),
        caller.sourceIp(),
        caller.userAgent(),
        request,
        result instanceof Record response ? response : null,
        resources,
        fault == null ? null : QueryError.recorded(names.source(), fault),
        errorMessage);
  }

  private static String eventSource(Method method) {
    Audited onMethod = method.getAnnotation(Audited.class);
    Audited onType = method.getDeclaringClass().getAnnotation(Audited.class);
    if (onMethod != null) {
      return onMethod.value();
    }
    return onType == null ? "" : onType.value();
  }
}
