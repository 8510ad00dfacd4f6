/**
 * Mail that this server sends, by the SMTP server of its settings; without one there is none.
 *
 * <p>For whatever feature has something to say by e-mail. Always: the connection is encrypted and
 * the server's name verified, unless the operator has said otherwise.
 */
@NullMarked
package org.latchkey.mail;

import org.jspecify.annotations.NullMarked;
