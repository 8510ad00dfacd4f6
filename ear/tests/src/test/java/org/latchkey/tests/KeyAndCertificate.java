package org.latchkey.tests;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A self-signed certificate with its private key, such as somebody has to import.
 *
 * @param keyPair the keys
 * @param certificate the certificate
 */
record KeyAndCertificate(KeyPair keyPair, X509CertificateHolder certificate) {

  static KeyAndCertificate create(String algorithm, int bits, String domainName) throws Exception {
    return create(algorithm, bits, domainName, domainName);
  }

  /** With a subject's common name that is not the alternative name. */
  static KeyAndCertificate create(
      String algorithm, int bits, String commonName, String alternativeName) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    KeyPair keyPair = generator.generateKeyPair();
    return new KeyAndCertificate(
        keyPair,
        selfSigned(
            keyPair,
            commonName,
            new Extension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, alternativeName))
                    .getEncoded())));
  }

  /** With just these extensions, and so perhaps without alternative names. */
  static KeyAndCertificate with(String commonName, Extension... extensions) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair keyPair = generator.generateKeyPair();
    return new KeyAndCertificate(keyPair, selfSigned(keyPair, commonName, extensions));
  }

  private static X509CertificateHolder selfSigned(
      KeyPair keyPair, String commonName, Extension... extensions)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    X500Name name = new X500Name("CN=" + commonName);
    String signature =
        keyPair.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(now.toEpochMilli()),
            Date.from(now.minus(Duration.ofMinutes(1))),
            Date.from(now.plus(Duration.ofDays(30))),
            name,
            keyPair.getPublic());
    for (Extension extension : extensions) {
      builder.addExtension(extension);
    }
    return builder.build(new JcaContentSignerBuilder(signature).build(keyPair.getPrivate()));
  }

  PrivateKey privateKey() {
    return keyPair.getPrivate();
  }

  SdkBytes certificatePem() throws IOException {
    return SdkBytes.fromUtf8String(pem(certificate));
  }

  SdkBytes privateKeyPem() throws IOException {
    return SdkBytes.fromUtf8String(pem(new JcaPKCS8Generator(keyPair.getPrivate(), null)));
  }

  private static String pem(Object value) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(value);
    }
    return text.toString();
  }

  /** Shows whose these are, and nothing of the private key. */
  @Override
  public String toString() {
    return "KeyAndCertificate[" + certificate.getSubject() + "]";
  }
}
