package org.latchkey.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What {@code RegisterService} returns, once: an integrated service's identity, its access key for
 * KMS and its login for the broker.
 *
 * @param serviceArn the service's ARN, the grantee of its grants
 * @param accessKeyId the access key that signs its calls
 * @param secretAccessKey the access key's secret
 * @param brokerLogin the user's name at the broker
 * @param brokerPassword the user's password
 * @param deliveryQueue where its certificates arrive
 * @param replyQueue where replies to its messages arrive
 */
public record ServiceCredentials(
    @JsonProperty("ServiceArn") String serviceArn,
    @JsonProperty("AccessKeyId") String accessKeyId,
    @JsonProperty("SecretAccessKey") String secretAccessKey,
    @JsonProperty("BrokerLogin") String brokerLogin,
    @JsonProperty("BrokerPassword") String brokerPassword,
    @JsonProperty("DeliveryQueue") String deliveryQueue,
    @JsonProperty("ReplyQueue") String replyQueue) {

  /** Shows whose credentials these are, and no secret. */
  @Override
  public String toString() {
    return "ServiceCredentials[" + serviceArn + "]";
  }
}
