package org.latchkey.keys;

/**
 * The custom key store that a key's material is in.
 *
 * @param id the store's
 * @param clusterId the cluster that the store is of
 * @param connected whether it is connected, as seen from this node
 */
public record CustomKeyStoreLink(String id, String clusterId, boolean connected) {}
