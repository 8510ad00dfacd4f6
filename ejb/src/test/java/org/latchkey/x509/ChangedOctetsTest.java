package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.junit.jupiter.api.Test;

/**
 * Certificates and requests in which an octet is another one, signed all the same: somebody who has
 * the key can sign anything. They are read or refused, and nothing else happens.
 */
class ChangedOctetsTest {

  private static final TestAuthority ROOT = TestAuthority.root("Changed octets");
  private static final SubscriberKey KEY = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1);
  private static final int[] CHANGES = {0x01, 0x20, 0x80, 0xff};
  private static final int CONSTRUCTED_SEQUENCE = 0x30;

  private interface Use {
    void of(byte[] der);
  }

  @Test
  void certificates_areReadOrRefused() throws Exception {
    X509Certificate leaf = ROOT.issueServer("changed.latchkey.test", KEY);

    assertReadOrRefused(
        leaf.getEncoded(),
        ROOT.key(),
        der -> {
          X509Certificate changed = Pem.readCertificate(pem("CERTIFICATE", der));
          CertificateDetails.of(changed);
          CertificateDetails.subject(changed);
          CertificateDetails.issuer(changed);
          CertificateDetails.alternativeNames(changed);
          CertificateChain.ofImported(changed, List.of(), TestAuthority.NOW);
          CertificateChain.ofImported(changed, List.of(ROOT.certificate()), TestAuthority.NOW);
        });
  }

  @Test
  void issuers_areReadOrRefused() throws Exception {
    X509Certificate leaf = ROOT.issueServer("changed.latchkey.test", KEY);

    assertReadOrRefused(
        ROOT.certificate().getEncoded(),
        ROOT.key(),
        der -> {
          List<X509Certificate> changed = Pem.readChain(pem("CERTIFICATE", der));
          CertificateChain.ofImported(changed.get(0), List.of(), TestAuthority.NOW);
          CertificateChain.ofImported(leaf, changed, TestAuthority.NOW);
        });
  }

  @Test
  void requests_areReadOrRefused() throws Exception {
    assertReadOrRefused(
        TestAuthority.request("changed.latchkey.test", KEY).encoded(),
        KEY,
        der -> {
          SigningRequest changed = Pem.readSigningRequest(pem("CERTIFICATE REQUEST", der));
          for (String template :
              List.of("EndEntityCertificate", "BlankEndEntityCertificate_CSRPassthrough")) {
            X509Certificate issued =
                ROOT.issue(
                    IssuanceRequest.of(
                        TestAuthority.template(template), changed, Validity.ofDays(9)));
            CertificateDetails.of(
                Pem.readCertificate(Pem.write(issued).getBytes(StandardCharsets.US_ASCII)));
          }
        });
  }

  private static void assertReadOrRefused(byte[] signed, SubscriberKey signer, Use use)
      throws IOException {
    ASN1Sequence parts = ASN1Sequence.getInstance(signed);
    byte[] content = parts.getObjectAt(0).toASN1Primitive().getEncoded();
    List<String> broken = new ArrayList<>();
    int read = 0;
    for (int place = 0; place < content.length; place++) {
      for (int change : CHANGES) {
        byte[] changed = content.clone();
        changed[place] ^= (byte) change;
        try {
          use.of(sign(changed, parts.getObjectAt(1), signer));
          read++;
        } catch (X509Exception refused) {
          assertThat(refused.sentence()).isNotEmpty();
        } catch (RuntimeException unexpected) {
          broken.add(
              "octet %d ^ %d: %s at %s"
                  .formatted(
                      place,
                      change,
                      unexpected,
                      List.of(unexpected.getStackTrace()).stream()
                          .filter(frame -> frame.getClassName().startsWith("org.latchkey"))
                          .limit(3)
                          .toList()));
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(read).isPositive();
  }

  private static byte[] sign(byte[] content, ASN1Encodable algorithm, SubscriberKey signer)
      throws IOException {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    inner.write(content);
    inner.write(algorithm.toASN1Primitive().getEncoded());
    inner.write(
        new DERBitString(signer.signer().sign(SignatureAlgorithm.SHA256WITHECDSA, content))
            .getEncoded());
    // the length of an octet string is written as that of a sequence is
    byte[] whole = new DEROctetString(inner.toByteArray()).getEncoded();
    whole[0] = CONSTRUCTED_SEQUENCE;
    return whole;
  }

  private static byte[] pem(String label, byte[] der) {
    return Pem.write(label, der).getBytes(StandardCharsets.US_ASCII);
  }
}
