package org.latchkey.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Comparison that takes the same time wherever two values of one length differ. */
public final class ConstantTime {

  private ConstantTime() {}

  public static boolean equals(byte[] expected, byte[] actual) {
    return MessageDigest.isEqual(expected, actual);
  }

  public static boolean equals(String expected, String actual) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), actual.getBytes(StandardCharsets.UTF_8));
  }
}
