package org.latchkey.client.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.CertificateDelivery;
import org.latchkey.client.TlsIdentity;

/**
 * One certificate's place in the folder: {@code <folder>/<name>} is a symbolic link to a folder
 * that holds one revision whole, so that one {@code rename} changes certificate and key together.
 *
 * <p>A revision's life: written and synced aside, linked, checked, loaded by the server, marked as
 * applied; or linked away from again, and deleted. Older ones are deleted once another is applied.
 * The very first one stays linked even where it is refused: there is nothing else to use, and the
 * check may only have missed the files of another certificate that is yet to come.
 */
final class Installation {
  private static final String APPLIED = "applied";
  private static final String KEYSTORE = "keystore.p12";
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;
  private final Path link;
  private final Path revisions;
  private final FileForm form;
  private final char @Nullable [] keystorePassword;
  private final ServerCommand check;
  private final ServerCommand reload;

  Installation(
      Path folder,
      String name,
      FileForm form,
      char @Nullable [] keystorePassword,
      ServerCommand check,
      ServerCommand reload) {
    this.folder = folder;
    this.link = folder.resolve(name);
    this.revisions = folder.resolve("." + name);
    this.form = form;
    this.keystorePassword = keystorePassword;
    this.check = check;
    this.reload = reload;
  }

  /**
   * The revision of a certificate that the server is known to have loaded, in this form and with
   * this password; 0 where there is none.
   */
  int applied(String certificateArn) throws IOException {
    Path current = current();
    if (current == null
        || !isApplied(current)
        || !Files.readString(current.resolve(APPLIED)).equals(mark(certificateArn))
        || !opens(current)) {
      return 0;
    }
    String name = current.getFileName().toString();
    return Integer.parseInt(name.substring(0, name.indexOf('-')));
  }

  /** Whether a revision has the password of now, where its form has any. */
  private boolean opens(Path revision) throws IOException {
    if (form != FileForm.PKCS12) {
      return true;
    }
    Path keystore = revision.resolve(KEYSTORE);
    if (!Files.exists(keystore)) {
      return false;
    }
    byte[] content = Files.readAllBytes(keystore);
    try {
      KeyStore.getInstance("PKCS12").load(new ByteArrayInputStream(content), password());
      return true;
    } catch (IOException | GeneralSecurityException anotherPasswordOrDamaged) {
      return false;
    }
  }

  private char[] password() {
    return keystorePassword == null ? new char[0] : keystorePassword;
  }

  /** What is in a folder is of this certificate and in this form. */
  private String mark(String certificateArn) {
    return certificateArn + '\n' + form + '\n';
  }

  private static boolean isApplied(Path revision) {
    return Files.exists(revision.resolve(APPLIED));
  }

  /**
   * Has the server use a delivered certificate.
   *
   * @param pkcs8 the private key, DER; stays the caller's to zero
   * @throws IOException where files cannot be written; a key that is not linked does not stay
   * @throws ServerCommand.Refused where the server does not; it goes on with what it had, if it had
   *     anything
   */
  void install(CertificateDelivery delivery, byte[] pkcs8)
      throws IOException, ServerCommand.Refused {
    Path before = lastApplied();
    Path revision = folderFor(delivery);
    try {
      write(revision, delivery, pkcs8);
      linkTo(revision);
    } catch (IOException failure) {
      if (!revision.equals(current())) {
        delete(revision);
      }
      throw failure;
    }
    try {
      check.run();
    } catch (ServerCommand.Refused refused) {
      takeBack(revision, before);
      throw refused;
    }
    try {
      reload.run();
    } catch (ServerCommand.Refused refused) {
      takeBack(revision, before);
      if (before != null) {
        reload.run();
      }
      throw refused;
    }
    write(revision.resolve(APPLIED), mark(delivery.certificateArn()).getBytes(US_ASCII));
    sync(revision);
    deleteAllBut(revision);
  }

  private @Nullable Path current() throws IOException {
    return Files.isSymbolicLink(link)
        ? link.resolveSibling(Files.readSymbolicLink(link)).normalize()
        : null;
  }

  /**
   * What the server loaded last, which need not be what is linked: a connector that was killed may
   * have linked something that was never checked. Null where nothing was ever loaded.
   */
  private @Nullable Path lastApplied() throws IOException {
    Path current = current();
    if (current != null && isApplied(current)) {
      return current;
    }
    if (!Files.isDirectory(revisions)) {
      return null;
    }
    try (Stream<Path> all = Files.list(revisions)) {
      return all.filter(Installation::isApplied)
          .max(Comparator.comparing(each -> each.resolve(APPLIED).toFile().lastModified()))
          .orElse(null);
    }
  }

  private Path folderFor(CertificateDelivery delivery) throws IOException {
    Files.createDirectories(revisions, OWNER_FOLDER);
    return Files.createDirectory(
        revisions.resolve(delivery.revision() + "-" + UUID.randomUUID()), OWNER_FOLDER);
  }

  private void write(Path revision, CertificateDelivery delivery, byte[] pkcs8) throws IOException {
    byte[] chain = fullChain(delivery).getBytes(US_ASCII);
    switch (form) {
      case PEM -> {
        write(revision.resolve("fullchain.pem"), chain);
        byte[] key = pem(pkcs8);
        write(revision.resolve("privkey.pem"), key);
        Arrays.fill(key, (byte) 0);
      }
      case COMBINED -> {
        byte[] key = pem(pkcs8);
        write(revision.resolve("combined.pem"), chain, key);
        Arrays.fill(key, (byte) 0);
      }
      case PKCS12 -> write(revision.resolve(KEYSTORE), keystore(delivery, pkcs8));
    }
    sync(revision);
  }

  private static String fullChain(CertificateDelivery delivery) {
    StringBuilder pem = new StringBuilder(delivery.certificate().strip()).append('\n');
    String chain = delivery.certificateChain();
    if (chain != null && !chain.isBlank()) {
      pem.append(chain.strip()).append('\n');
    }
    return pem.toString();
  }

  /** A private key in PEM (RFC 7468), the caller's to zero. */
  private static byte[] pem(byte[] pkcs8) {
    byte[] base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(pkcs8);
    byte[] begin = "-----BEGIN PRIVATE KEY-----\n".getBytes(US_ASCII);
    byte[] end = "\n-----END PRIVATE KEY-----\n".getBytes(US_ASCII);
    ByteBuffer pem = ByteBuffer.allocate(begin.length + base64.length + end.length);
    pem.put(begin).put(base64).put(end);
    Arrays.fill(base64, (byte) 0);
    return pem.array();
  }

  private byte[] keystore(CertificateDelivery delivery, byte[] pkcs8) throws IOException {
    char[] password = password();
    try {
      KeyStore keystore = KeyStore.getInstance("PKCS12");
      keystore.load(null, null);
      TlsIdentity.of(delivery, pkcs8).store(keystore, password);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      keystore.store(out, password);
      return out.toByteArray();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without its cause: what the key could not be read from must not end in a log.
      throw new IOException("The key store cannot be written");
    }
  }

  private static void write(Path file, byte[]... parts) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_FILE)) {
      for (byte[] part : parts) {
        ByteBuffer rest = ByteBuffer.wrap(part);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      }
      channel.force(true);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void linkTo(Path revision) throws IOException {
    Path next = revisions.resolve("next");
    Files.deleteIfExists(next);
    Files.createSymbolicLink(next, folder.relativize(revision));
    Files.move(next, link, ATOMIC_MOVE, REPLACE_EXISTING);
    sync(folder);
  }

  private void takeBack(Path revision, @Nullable Path before) throws IOException {
    if (before == null) {
      deleteAllBut(revision);
    } else {
      linkTo(before);
      deleteAllBut(before);
    }
  }

  private void deleteAllBut(Path kept) throws IOException {
    List<Path> others;
    try (Stream<Path> all = Files.list(revisions)) {
      others = all.filter(each -> !each.equals(kept)).toList();
    }
    for (Path other : others) {
      delete(other);
    }
  }

  private static void delete(Path tree) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(tree)) {
      paths = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
