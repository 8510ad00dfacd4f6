package org.latchkey.tests;

import java.io.IOException;

/** A program that a test uses where it is installed. */
public enum Tool {
  AWS("awscli", "aws", "--version"),
  OPENSSL("openssl", "openssl", "version"),
  CHROMIUM("chromium", "chromium", "--version"),
  NGINX("nginx", "nginx", "-v"),
  SOFTHSM("softhsm2", "softhsm2-util", "--version");

  private final String debianPackage;
  private final String[] probe;

  Tool(String debianPackage, String... probe) {
    this.debianPackage = debianPackage;
    this.probe = probe;
  }

  /** The Debian package that holds it. */
  public String debianPackage() {
    return debianPackage;
  }

  /** Its command. */
  public String command() {
    return probe[0];
  }

  /** Whether it is there and runs. */
  public boolean isInstalled() {
    try {
      Process process =
          new ProcessBuilder(probe)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
