package org.latchkey.tests;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the server that all test classes of a run share. It is started for the first that
 * asks and stopped after the last.
 */
public final class LatchkeyExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(LatchkeyExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LatchkeyServer.class;
  }

  @Override
  public LatchkeyServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            LatchkeyServer.class, type -> LatchkeyServer.configure().start(), LatchkeyServer.class);
  }
}
