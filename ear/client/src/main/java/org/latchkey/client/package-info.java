/**
 * What an integrated service needs to work with Latchkey, in the order in which it needs it:
 *
 * <ol>
 *   <li>{@link org.latchkey.client.LatchkeyClient} registers the service, which yields its {@link
 *       org.latchkey.client.ServiceCredentials};
 *   <li>{@link org.latchkey.client.AssociationClient} associates certificates with the service's
 *       resources and receives {@link org.latchkey.client.CertificateDelivery deliveries};
 *   <li>{@link org.latchkey.client.PrivateKeyDecryptor} has KMS decrypt a delivered private key;
 *   <li>{@link org.latchkey.client.TlsIdentity} and {@link org.latchkey.client.HttpsEndpoint} serve
 *       it.
 * </ol>
 *
 * <p>For the demo and for services written in Java. Always holds: Latchkey is reached through its
 * public interfaces alone (HTTP with Signature Version 4, JMS), no class is shared with the server;
 * a decrypted private key exists in memory only and the bytes that it was read from are zeroed.
 */
@NullMarked
package org.latchkey.client;

import org.jspecify.annotations.NullMarked;
