package org.latchkey.x509;

import org.jspecify.annotations.Nullable;

/**
 * An extension by its object identifier.
 *
 * @param objectIdentifier dotted decimal
 * @param value the extension's DER in base64, 1 to 4096 characters of it
 * @param critical false where null
 */
public record CustomExtension(String objectIdentifier, String value, @Nullable Boolean critical) {}
