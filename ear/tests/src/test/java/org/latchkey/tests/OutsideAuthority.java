package org.latchkey.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A root authority that {@code openssl} has, outside of any server. */
final class OutsideAuthority {
  private static final String CA_EXTENSIONS =
      """
      basicConstraints = critical, CA:true, pathlen:%d
      keyUsage = critical, keyCertSign, cRLSign, digitalSignature
      subjectKeyIdentifier = hash
      authorityKeyIdentifier = keyid
      """;
  private static final String END_ENTITY_EXTENSIONS =
      """
      basicConstraints = CA:false
      subjectKeyIdentifier = hash
      authorityKeyIdentifier = keyid
      """;

  private final OpenSsl openssl;
  private final Path folder;

  private OutsideAuthority(OpenSsl openssl, Path folder) {
    this.openssl = openssl;
    this.folder = folder;
  }

  static OutsideAuthority create(OpenSsl openssl, Path parent, String name) throws IOException {
    Path folder = Files.createTempDirectory(parent, "authority");
    OutsideAuthority authority = new OutsideAuthority(openssl, folder);
    openssl.run(
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "365",
        "-subj",
        "/CN=" + name,
        "-addext",
        "keyUsage=critical,keyCertSign,cRLSign",
        "-keyout",
        authority.path("key.pem"),
        "-out",
        authority.path("root.pem"));
    return authority;
  }

  /** The root's certificate in PEM. */
  String certificate() {
    return read("root.pem");
  }

  /** A certificate for an authority with a path length, for as long as the root's half year. */
  String sign(String csr, int pathLength) {
    return sign(csr, CA_EXTENSIONS.formatted(pathLength), "-days", "180");
  }

  /** As above, with another subject than the request's. */
  String sign(String csr, int pathLength, String subject) {
    return sign(csr, CA_EXTENSIONS.formatted(pathLength), "-days", "180", "-subj", subject);
  }

  /** A certificate for an authority that has ended. */
  String signEnded(String csr) {
    return sign(csr, CA_EXTENSIONS.formatted(0), "-days", "-1");
  }

  /** A certificate that is no authority's. */
  String signEndEntity(String csr) {
    return sign(csr, END_ENTITY_EXTENSIONS, "-days", "180");
  }

  private String sign(String csr, String extensions, String... more) {
    write("request.pem", csr);
    write("extensions.cnf", extensions);
    String[] fixed = {
      "x509",
      "-req",
      "-in",
      path("request.pem"),
      "-CA",
      path("root.pem"),
      "-CAkey",
      path("key.pem"),
      "-CAcreateserial",
      "-sha256",
      "-extfile",
      path("extensions.cnf"),
      "-out",
      path("signed.pem")
    };
    String[] command = new String[fixed.length + more.length];
    System.arraycopy(fixed, 0, command, 0, fixed.length);
    System.arraycopy(more, 0, command, fixed.length, more.length);
    openssl.run(command);
    return read("signed.pem");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
