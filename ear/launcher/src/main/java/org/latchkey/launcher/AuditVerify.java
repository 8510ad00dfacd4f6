package org.latchkey.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.chain.TrailVerification;
import org.latchkey.audit.chain.VerificationReport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Verifies the chain of a trail's records and the signed digests of it. */
@Command(
    name = "verify",
    description = {
      "Finds records of the audit trail that have been changed, taken out, put elsewhere or cut"
          + " off, and names their file and line."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Whoever can write to the folder could put another public key there: keep a copy of"
          + " audit/digests/public-key.pem elsewhere and give that.",
      "Records since the newest digest are held against their chain alone, which cannot tell that"
          + " its last records were cut off.",
      "Exit status: 0 where all is as it was written, 1 where something is damaged, 2 where it"
          + " cannot be verified."
    })
final class AuditVerify implements Callable<Integer> {
  private static final String AUDIT = "audit";
  private static final String DIGESTS = "digests";
  private static final String PUBLIC_KEY = "public-key.pem";

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Data folder; ./" + ServerOptions.DEFAULT_DATA + " where not given.")
  private @Nullable Path data;

  @Option(
      names = "--audit-archive",
      paramLabel = "FOLDER",
      description = "Folder of archived files; audit/archive in the data folder where not given.")
  private @Nullable Path archive;

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description =
          "PEM file of the key that signs digests; the one beside the digests where not given.")
  private @Nullable Path publicKey;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    Path folder = (data == null ? Path.of(ServerOptions.DEFAULT_DATA) : data).resolve(AUDIT);
    if (!Files.isDirectory(folder)) {
      throw new ConfigurationException("--data: there is no audit trail in " + folder + ".");
    }
    Path digests = folder.resolve(DIGESTS);
    DigestKey key = key(digests);
    VerificationReport report = verify(folder, digests, key);
    print(report, key);
    return report.intact() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private VerificationReport verify(Path folder, Path digests, @Nullable DigestKey key) {
    List<Path> folders = List.of(folder, archive == null ? folder.resolve("archive") : archive);
    try {
      return new TrailVerification(DigestKey::sha256, key).verify(folders, digests);
    } catch (IOException e) {
      throw new ConfigurationException(
          "--data: the trail cannot be read, or was archived meanwhile: " + e.getMessage() + ".");
    }
  }

  private @Nullable DigestKey key(Path digests) {
    if (publicKey != null) {
      return DigestKey.read("--public-key", publicKey);
    }
    Path beside = digests.resolve(PUBLIC_KEY);
    return Files.exists(beside) ? DigestKey.read("--data", beside) : null;
  }

  private void print(VerificationReport report, @Nullable DigestKey key) {
    PrintWriter out = spec.commandLine().getOut();
    report.damages().forEach(out::println);
    report.notes().forEach(note -> out.println("Note: " + note));
    if (key == null) {
      out.println("Note: there is no public key, so digests' signatures were not verified.");
    } else if (publicKey == null) {
      out.println("Note: the public key was taken from the folder that was verified.");
    }
    out.printf(
        "%s: %d records in %d files, %d digests.%n",
        report.intact() ? "Intact" : "Damaged", report.records(), report.files(), report.digests());
  }
}
