package org.latchkey.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the connector, which starts no server: see {@link ClientJars#AGENT}. */
@Command(
    name = "agent",
    description =
        "Keeps a folder of certificates and private keys up to date for nginx, HAProxy or another"
            + " server that reads files.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Each option --x-y is also read from the variable LATCHKEY_X_Y; the option wins.",
      "Each certificate is in FOLDER/NAME, a symbolic link that changes all files at once."
    })
final class Agent implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

  /** The forms of {@code org.latchkey.client.agent.FileForm}. */
  enum Form {
    PEM,
    COMBINED,
    PKCS12
  }

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      required = true,
      description = "The server's URL, http://... or https://...")
  private String endpoint = "";

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "A PEM file: the certificate to trust for HTTPS; the Java runtime's if absent.")
  private @Nullable Path trust;

  @Option(
      names = "--broker-url",
      paramLabel = "URL",
      required = true,
      description = "The broker, tcp://...")
  private String brokerUrl = "";

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      required = true,
      description = "A file that holds the reply of RegisterService.")
  private Path credentials = Path.of("");

  @Option(
      names = "--resource-arn",
      paramLabel = "ARN",
      required = true,
      description = "The service's resource that shows the certificates.")
  private String resourceArn = "";

  @Option(
      names = "--certificate",
      paramLabel = "NAME=ARN",
      required = true,
      description = "A certificate and the name of its folder; may be given several times.")
  private List<String> certificates = new ArrayList<>();

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      required = true,
      description = "Where the certificates' folders are.")
  private Path folder = Path.of("");

  @Option(
      names = "--form",
      defaultValue = "PEM",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Form form = Form.PEM;

  @Option(
      names = "--keystore-password-file",
      paramLabel = "FILE",
      description = "A file that holds the password of PKCS #12 files.")
  private @Nullable Path keystorePasswordFile;

  @Option(
      names = "--check-command",
      paramLabel = "COMMAND",
      description = "Checks the server's files before they are loaded; for example nginx -t.")
  private @Nullable String checkCommand;

  @Option(
      names = "--reload-command",
      paramLabel = "COMMAND",
      description = "Has the server load its files; for example nginx -s reload.")
  private @Nullable String reloadCommand;

  @Option(names = "--once", description = "End once every certificate is installed.")
  private boolean once;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Map<String, String> settings = settings();
    Files.createDirectories(folder);
    return ClientJars.extract(TemporaryFolder.create().path())
        .run(ClientJars.AGENT, settings, spec.commandLine().getOut());
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("endpoint", url("--endpoint", endpoint, "https?"));
    settings.put("broker-url", url("--broker-url", brokerUrl, "tcp"));
    settings.put("credentials", readable("--credentials", credentials));
    settings.put("resource-arn", resourceArn);
    requireOneFolderEach();
    settings.put("certificates", String.join("\n", certificates));
    settings.put("folder", folder.toString());
    settings.put("form", form.name());
    if (trust != null) {
      settings.put("trust", readable("--trust", trust));
    }
    if (form == Form.PKCS12 && keystorePasswordFile == null) {
      throw new ConfigurationException("--form PKCS12 needs --keystore-password-file.");
    }
    if (keystorePasswordFile != null) {
      settings.put(
          "keystore-password-file", readable("--keystore-password-file", keystorePasswordFile));
    }
    if (checkCommand != null) {
      settings.put("check-command", checkCommand);
    }
    if (reloadCommand != null) {
      settings.put("reload-command", reloadCommand);
    }
    if (once) {
      settings.put("once", "");
    }
    return settings;
  }

  private void requireOneFolderEach() {
    Map<String, String> arns = new HashMap<>();
    Map<String, String> names = new HashMap<>();
    for (String certificate : certificates) {
      int equals = certificate.indexOf('=');
      if (equals < 0 || equals == certificate.length() - 1) {
        throw new ConfigurationException(
            "--certificate: '" + certificate + "' is not of the form NAME=ARN.");
      }
      String name = name(certificate.substring(0, equals));
      String arn = certificate.substring(equals + 1);
      if (arns.put(name, arn) != null) {
        throw new ConfigurationException(
            "--certificate: '" + name + "' is the name of two certificates.");
      }
      String other = names.put(arn, name);
      if (other != null) {
        throw new ConfigurationException(
            "--certificate: '%s' and '%s' are the same certificate; one folder is enough."
                .formatted(other, name));
      }
    }
  }

  private static String name(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ConfigurationException(
          "--certificate: '" + name + "' is not a name of letters, digits, dots, _ and -.");
    }
    return name;
  }

  private static String url(String flag, String url, String scheme) {
    try {
      URI uri = URI.create(url);
      if (uri.getScheme() != null && uri.getScheme().matches(scheme) && uri.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException malformed) {
      throw new ConfigurationException(flag + ": '" + url + "' is not a URL.");
    }
    throw new ConfigurationException(flag + ": '" + url + "' is not a URL of this kind.");
  }

  private static String readable(String flag, Path file) {
    if (!Files.isReadable(file)) {
      throw new ConfigurationException(flag + ": " + file + " cannot be read.");
    }
    return file.toString();
  }
}
