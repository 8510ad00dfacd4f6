/**
 * The console: what an account's people see of their certificates, keys, grants and associations.
 *
 * <p>A page is a Facelets view under {@code webapp/console} and a bean here that is named after it.
 * The beans call the same operations as the wire front, with the {@link org.latchkey.shared.Caller}
 * of whoever is signed in, made anew for each request; there is no other way to the data. {@code
 * webapp/WEB-INF/templates/console.xhtml} is the frame that every page fills in.
 *
 * <p>Signing in: Jakarta Security asks {@link org.latchkey.web.console.ConsoleUsers} about the
 * credential that the login page collected; failed attempts slow down further ones, and each
 * attempt leaves an audit record. {@link org.latchkey.web.console.SignedInOnly} lets nobody else
 * in.
 *
 * <p>Always: nothing under {@code /console} but the login and error pages is shown to somebody who
 * is not signed in; nothing is changed but by a postback with its view state; no page holds a
 * private key, an inline script, or anything from another host; an error is shown as a sentence or
 * a request id, never as a stack trace.
 */
@NullMarked
package org.latchkey.web.console;

import org.jspecify.annotations.NullMarked;
