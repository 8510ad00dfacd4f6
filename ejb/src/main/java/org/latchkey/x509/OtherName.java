package org.latchkey.x509;

/**
 * A name of a kind that its object identifier tells, with a UTF8String as its value.
 *
 * @param typeId dotted decimal
 * @param value at most 256 characters
 */
public record OtherName(String typeId, String value) {}
