package org.latchkey.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
  private static final int USAGE = 2;

  @TempDir private Path folder;

  /** What the connector says of its certificates, which is not to come further than that. */
  private String refusal(String... certificates) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "agent",
                "--endpoint=http://127.0.0.1:1",
                "--broker-url=tcp://127.0.0.1:1",
                "--credentials=" + folder,
                "--resource-arn=arn",
                "--folder=" + folder));
    for (String certificate : certificates) {
      line.add("--certificate=" + certificate);
    }
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(line.toArray(String[]::new))).isEqualTo(USAGE);
    } finally {
      System.setErr(before);
    }
    return said.toString(StandardCharsets.UTF_8).strip();
  }

  @Test
  void twoNamesOfOneCertificate_areRefused() {
    assertThat(refusal("www=arn:1", "api=arn:2", "web=arn:1"))
        .isEqualTo(
            "latchkey: --certificate: 'www' and 'web' are the same certificate; one folder is"
                + " enough.");
  }

  @Test
  void twoCertificatesOfOneName_areRefused() {
    assertThat(refusal("www=arn:1", "www=arn:2"))
        .isEqualTo("latchkey: --certificate: 'www' is the name of two certificates.");
  }

  @Test
  void whatIsNoCertificate_isRefused() {
    assertThat(refusal("arn:1")).contains("'arn:1' is not of the form NAME=ARN");
    assertThat(refusal("www=")).contains("is not of the form NAME=ARN");
    assertThat(refusal("../www=arn:1")).contains("'../www' is not a name");
  }
}
