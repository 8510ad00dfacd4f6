package org.latchkey.launcher;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives each flag its environment variable: {@code --http-port} is {@code LATCHKEY_HTTP_PORT}. The
 * flag wins; an empty variable counts as not set.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    String value = environment.get(variableOf(option.longestName()));
    return value == null || value.isEmpty() ? null : value;
  }

  static String variableOf(String flag) {
    String name = flag.startsWith("--") ? flag.substring(2) : flag;
    return "LATCHKEY_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
