package org.latchkey.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate that the server issues to itself, so that HTTPS is on from the first start.
 *
 * <p>It names {@code localhost}, the loopback addresses and the address listened on, lasts 397 days
 * and is replaced at a start within 30 days of its end, or when the address changed. Key and
 * certificate lie in a PKCS#12 keystore, mode 0600, as does the keystore's password; the
 * certificate alone is in {@code server.pem}, for clients to trust.
 */
final class ServerCertificate {
  /** The keystore's alias, as Payara expects it. */
  private static final String ALIAS = "s1as";

  private static final Duration LIFE = Duration.ofDays(397);
  private static final Duration RENEWAL = Duration.ofDays(30);
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
  private static final int SERIAL_BITS = 159;
  private static final int PASSWORD_BYTES = 24;

  private final Path folder;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * Where the server's key and certificate lie.
   *
   * @param file the PKCS#12 file
   * @param password what opens it
   * @param certificate the certificate as PEM
   */
  record Keystore(Path file, String password, Path certificate) {
    @Override
    public String toString() {
      return "Keystore[" + file + "]";
    }
  }

  ServerCertificate(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Returns the keystore for this address; makes it where there is none, or none that will do. */
  Keystore keystoreFor(InetAddress bind) {
    try {
      Keystore keystore =
          new Keystore(folder.resolve("server.p12"), password(), folder.resolve("server.pem"));
      Set<String> names = namesOf(bind);
      if (!isUsable(keystore, names)) {
        issue(keystore, names);
      }
      return keystore;
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("The server's certificate cannot be made", e);
    }
  }

  private String password() throws IOException {
    Path file = folder.resolve("server.p12.password");
    if (!Files.exists(file)) {
      byte[] bytes = new byte[PASSWORD_BYTES];
      random.nextBytes(bytes);
      write(file, HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
    }
    return Files.readString(file, StandardCharsets.US_ASCII);
  }

  private static Set<String> namesOf(InetAddress bind) throws IOException {
    Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"));
    if (bind.isAnyLocalAddress()) {
      InetAddress host = InetAddress.getLocalHost();
      names.add(host.getHostName());
      names.add(host.getHostAddress());
    } else {
      names.add(bind.getHostAddress());
    }
    return names;
  }

  private boolean isUsable(Keystore keystore, Set<String> names)
      throws IOException, GeneralSecurityException {
    if (!Files.exists(keystore.file()) || !Files.exists(keystore.certificate())) {
      return false;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keystore.file())) {
      store.load(in, keystore.password().toCharArray());
    }
    if (!(store.getCertificate(ALIAS) instanceof X509Certificate certificate)) {
      return false;
    }
    Instant renewal = certificate.getNotAfter().toInstant().minus(RENEWAL);
    return clock.instant().isBefore(renewal) && namesIn(certificate).containsAll(names);
  }

  private static Set<String> namesIn(X509Certificate certificate) throws GeneralSecurityException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null
        ? Set.of()
        : names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.toSet());
  }

  private void issue(Keystore keystore, Set<String> names)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    KeyPair keys = generator.generateKeyPair();
    X509Certificate certificate = certificateOf(keys, names);

    KeyStore store = KeyStore.getInstance("PKCS12");
    char[] password = keystore.password().toCharArray();
    store.load(null, password);
    store.setKeyEntry(ALIAS, keys.getPrivate(), password, new Certificate[] {certificate});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, password);
    write(keystore.certificate(), pem(certificate));
    write(keystore.file(), bytes.toByteArray());
  }

  private X509Certificate certificateOf(KeyPair keys, Set<String> names)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Instant now = clock.instant();
    X500Name subject = new X500Name("CN=localhost,O=Latchkey");
    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
                subject,
                new BigInteger(SERIAL_BITS, random),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(LIFE)),
                subject,
                keys.getPublic())
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
            .addExtension(
                Extension.subjectKeyIdentifier,
                false,
                extensions.createSubjectKeyIdentifier(keys.getPublic()))
            .addExtension(Extension.subjectAlternativeName, false, generalNames(names));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private static GeneralNames generalNames(Set<String> names) {
    return new GeneralNames(
        names.stream().map(ServerCertificate::generalName).toArray(GeneralName[]::new));
  }

  private static GeneralName generalName(String name) {
    boolean address = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  private static byte[] pem(X509Certificate certificate) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(certificate);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Writes a file in one step, readable by its owner alone. */
  private static void write(Path file, byte[] content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(draft, content);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
