package org.latchkey.keys;

/**
 * Whether a custom key store is connected to its cluster.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_CustomKeyStoresListEntry.html">
 *     AWS KMS API Reference, CustomKeyStoresListEntry</a>
 */
public enum ConnectionState {
  CONNECTED,
  FAILED,
  DISCONNECTED
}
