package org.latchkey.tests;

import java.io.IOException;

/** A program that a test uses where it is installed. */
public enum Tool {
  AWS("awscli", "aws", "--version"),
  OPENSSL("openssl", "openssl", "version"),
  CHROMIUM("chromium", "chromium", "--version"),
  HAPROXY("haproxy", "haproxy", "-v"),
  NGINX("nginx", "nginx", "-v"),
  SOFTHSM("softhsm2", "softhsm2-util", "--version"),
  CERTTOOL("gnutls-bin", "certtool", "--version"),
  PEBBLE("pebble", "pebble", "-version"),
  CERTUTIL("libnss3-tools", "certutil", "-H"),
  WRK("wrk", "wrk", "--version");

  private final String debianPackage;
  private final String command;
  private final String versionFlag;

  Tool(String debianPackage, String command, String versionFlag) {
    this.debianPackage = debianPackage;
    this.command = command;
    this.versionFlag = versionFlag;
  }

  /** The Debian package that holds it. */
  public String debianPackage() {
    return debianPackage;
  }

  /** Its command. */
  public String command() {
    return command;
  }

  /** Whether it is there. */
  public boolean isInstalled() {
    try {
      Process process =
          new ProcessBuilder(command, versionFlag)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor();
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
