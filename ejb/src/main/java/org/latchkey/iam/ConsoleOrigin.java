package org.latchkey.iam;

import java.io.Serializable;

/**
 * Where the console is, as the browser sees it.
 *
 * @param host without a port: passkeys belong to it
 * @param authority with the port, where the browser names one
 */
public record ConsoleOrigin(String host, String authority) implements Serializable {}
