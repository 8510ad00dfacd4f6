package org.latchkey.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(name = "demo", description = "x", mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {
  @Override
  public Integer call() {
    return CommandLine.ExitCode.OK;
  }
}
