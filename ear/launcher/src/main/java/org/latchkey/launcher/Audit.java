package org.latchkey.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What can be done with a trail without the server. */
@Command(
    name = "audit",
    description = "Works on the audit trail's files; the server need not run.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = AuditVerify.class)
final class Audit implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }
}
