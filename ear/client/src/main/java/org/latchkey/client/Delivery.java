package org.latchkey.client;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What arrives in an integrated service's delivery queue. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CertificateDelivery.class, name = "CertificateDelivery"),
  @JsonSubTypes.Type(value = CertificateWithdrawal.class, name = "CertificateWithdrawal")
})
public sealed interface Delivery permits CertificateDelivery, CertificateWithdrawal {

  /** The association that this is about. */
  String associationId();
}
