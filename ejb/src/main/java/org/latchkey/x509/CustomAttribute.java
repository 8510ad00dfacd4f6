package org.latchkey.x509;

/**
 * An attribute of a name by its object identifier.
 *
 * @param objectIdentifier dotted decimal
 * @param value 1 to 256 characters
 */
public record CustomAttribute(String objectIdentifier, String value) {}
