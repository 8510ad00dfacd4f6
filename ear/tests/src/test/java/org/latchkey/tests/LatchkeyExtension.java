package org.latchkey.tests;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the server that all test classes of a process share. It is started for the first that
 * asks, and ends with the process: where several processes share the classes, each class is a run
 * of JUnit's own.
 */
public final class LatchkeyExtension implements ParameterResolver {
  private static @Nullable LatchkeyServer shared;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LatchkeyServer.class;
  }

  @Override
  public LatchkeyServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return server();
  }

  private static synchronized LatchkeyServer server() {
    if (shared == null) {
      shared = LatchkeyServer.configure().start();
    }
    return shared;
  }
}
