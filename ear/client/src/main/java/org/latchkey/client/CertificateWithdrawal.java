package org.latchkey.client;

/**
 * An association has ended: the service serves this certificate on this resource no more.
 *
 * @param associationId the association that has ended
 * @param certificateArn its certificate
 * @param resourceArn its resource
 */
public record CertificateWithdrawal(String associationId, String certificateArn, String resourceArn)
    implements Delivery {}
