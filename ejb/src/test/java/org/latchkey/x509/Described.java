package org.latchkey.x509;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/** Extensions in a form that fits into a table: {@code critical:value}, or null where absent. */
final class Described {

  private static final Map<KeyPurposeId, String> PURPOSES =
      Map.of(
          KeyPurposeId.id_kp_serverAuth, "server",
          KeyPurposeId.id_kp_clientAuth, "client",
          KeyPurposeId.id_kp_codeSigning, "code",
          KeyPurposeId.id_kp_OCSPSigning, "ocsp",
          KeyPurposeId.id_kp_emailProtection, "email");

  private Described() {}

  /** The first octet of the bits, in hexadecimal. */
  static @Nullable String keyUsage(X509CertificateHolder certificate) {
    Extension extension = certificate.getExtension(Extension.keyUsage);
    if (extension == null) {
      return null;
    }
    byte[] bits = ASN1BitString.getInstance(extension.getParsedValue()).getBytes();
    return extension.isCritical() + ":" + Integer.toHexString(bits[0] & 0xff);
  }

  static @Nullable String extendedKeyUsage(X509CertificateHolder certificate) {
    Extension extension = certificate.getExtension(Extension.extendedKeyUsage);
    if (extension == null) {
      return null;
    }
    return extension.isCritical()
        + ":"
        + Arrays.stream(
                org.bouncycastle.asn1.x509.ExtendedKeyUsage.getInstance(extension.getParsedValue())
                    .getUsages())
            .map(purpose -> PURPOSES.getOrDefault(purpose, purpose.getId()))
            .collect(Collectors.joining(" "));
  }

  static @Nullable String names(X509CertificateHolder certificate) {
    Extension extension = certificate.getExtension(Extension.subjectAlternativeName);
    if (extension == null) {
      return null;
    }
    return extension.isCritical()
        + ":"
        + Arrays.stream(GeneralNames.getInstance(extension.getParsedValue()).getNames())
            .map(name -> name.getName().toString())
            .collect(Collectors.joining(" "));
  }
}
