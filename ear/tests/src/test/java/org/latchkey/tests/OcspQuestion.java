package org.latchkey.tests;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.latchkey.client.Pem;

/** A question about a certificate, without a nonce, that can be put again and again. */
final class OcspQuestion {
  private final HttpClient http = HttpClient.newHttpClient();
  private final byte[] request;

  /** An answer in DER, and what it says of the certificate. */
  record Answer(byte[] encoded, boolean good) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Answer that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(encoded);
    }
  }

  /**
   * Asks about a certificate.
   *
   * @param issuer in PEM
   * @param serial in hexadecimal
   */
  OcspQuestion(String issuer, String serial) throws Exception {
    X509Certificate certificate = Pem.certificate(issuer);
    request =
        new OCSPReqBuilder()
            .addRequest(
                new CertificateID(
                    new JcaDigestCalculatorProviderBuilder()
                        .build()
                        .get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1)),
                    new X509CertificateHolder(certificate.getEncoded()),
                    new BigInteger(serial, 16)))
            .build()
            .getEncoded();
  }

  Answer ask(LatchkeyServer server) {
    byte[] encoded = send(server);
    try {
      BasicOCSPResp answer = (BasicOCSPResp) new OCSPResp(encoded).getResponseObject();
      return new Answer(
          encoded, answer.getResponses()[0].getCertStatus() == CertificateStatus.GOOD);
    } catch (IOException | OCSPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether it is answered, 0, or why not (RFC 6960 section 4.2.1). */
  int status(LatchkeyServer server) throws IOException {
    return new OCSPResp(send(server)).getStatus();
  }

  private byte[] send(LatchkeyServer server) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(server.endpoint() + "/ocsp"))
                  .header("Content-Type", "application/ocsp-request")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray())
          .body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
