package org.latchkey.client.demo;

import java.util.List;
import org.latchkey.client.AssociationReply;
import org.latchkey.client.service.ServiceFailure;
import org.latchkey.client.service.ServiceProcess;

/** Step 5: the association ends, and with it what the service may do. */
final class WithdrawalStep {
  private final Clients clients;
  private final Narrator narrator;
  private final StorageStep storage;
  private final AssociationStep.Associated associated;
  private final ServiceProcess service;

  WithdrawalStep(
      Clients clients,
      Narrator narrator,
      StorageStep storage,
      AssociationStep.Associated associated,
      ServiceProcess service) {
    this.clients = clients;
    this.narrator = narrator;
    this.storage = storage;
    this.associated = associated;
    this.service = service;
  }

  void run() {
    narrator.step("The association ends, and the service can decrypt no more");
    AssociationReply reply = service.disassociate();
    DemoFailure.unless(
        reply.status().equals("Disassociated"),
        "The reply should be Disassociated, but is " + reply.status() + ".");
    narrator.checked("The service sent DisassociateCertificate; the reply is Disassociated.");
    DemoFailure.unless(
        associated.grants(clients.kms()).isEmpty(),
        "The grant should be retired, but the key still lists it.");
    narrator.checked("Its grant is retired.");
    String code = decrypt();
    DemoFailure.unless(
        code.equals("AccessDeniedException"),
        "The service's Decrypt should be refused with AccessDeniedException, but ended with "
            + code
            + ".");
    narrator.checked("The service's next Decrypt was refused: " + code + ".");
    List<String> inUseBy =
        clients
            .acm()
            .describeCertificate(
                request -> request.certificateArn(associated.delivery().certificateArn()))
            .certificate()
            .inUseBy();
    DemoFailure.unless(
        inUseBy.isEmpty(), "The certificate should be in use no more, but is by " + inUseBy + ".");
    narrator.checked("The certificate is in use no more.");
    storage.repeat();
  }

  private String decrypt() {
    try {
      service.decrypt();
      return "success";
    } catch (ServiceFailure e) {
      return e.code();
    }
  }
}
