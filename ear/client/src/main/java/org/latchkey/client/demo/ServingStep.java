package org.latchkey.client.demo;

import java.security.cert.X509Certificate;
import javax.net.ssl.SSLHandshakeException;
import org.latchkey.client.Pem;
import org.latchkey.client.service.ServiceProcess;

/** Step 4: the service decrypts the key and serves HTTPS with it. */
final class ServingStep {
  private final Narrator narrator;
  private final IssuingStep.Issued issued;
  private final ServiceProcess service;

  ServingStep(Narrator narrator, IssuingStep.Issued issued, ServiceProcess service) {
    this.narrator = narrator;
    this.issued = issued;
    this.service = service;
  }

  void run() {
    narrator.step("The service decrypts the key and serves HTTPS");
    int port = service.serve();
    narrator.checked(
        "KMS decrypted the key for the service, which serves on port " + port + " with it.");
    TlsConnection connection = connect(port);
    DemoFailure.unless(
        connection.statusLine().startsWith("HTTP/1.1 200"),
        "The service should answer with status 200, but said " + connection.statusLine() + ".");
    DemoFailure.unless(
        connection.chain().get(0).equals(Pem.certificate(issued.exported().certificate())),
        "The service should show the certificate that was issued, but shows another.");
    narrator.checked(
        "A client that trusts the root authority connected: " + connection.protocol() + ".");
    narrator.detail(connection.cipherSuite() + ", \"" + connection.body() + "\"");
    narrator.checked("It verified this chain for " + issued.certificate().domainName() + ":");
    connection.chain().forEach(this::show);
    show(issued.authority().certificate());
    requireTrust(port);
    narrator.checked("A client that does not trust the root authority refused to connect.");
  }

  private TlsConnection connect(int port) {
    try {
      return TlsConnection.open(
          port, issued.certificate().domainName(), issued.authority().certificate());
    } catch (SSLHandshakeException e) {
      throw new DemoFailure("The client could not verify the service: " + e.getMessage());
    }
  }

  private void requireTrust(int port) {
    try {
      TlsConnection.open(port, issued.certificate().domainName(), null);
    } catch (SSLHandshakeException e) {
      return;
    }
    throw new DemoFailure("A client without the root authority should refuse, but connected.");
  }

  private void show(X509Certificate certificate) {
    narrator.detail(
        certificate.getSubjectX500Principal()
            + "  (serial "
            + certificate.getSerialNumber().toString(16)
            + ", until "
            + certificate.getNotAfter().toInstant()
            + ")");
  }
}
