package org.latchkey.web.console;

import jakarta.security.enterprise.credential.Credential;
import org.latchkey.iam.ConsoleSession;

/**
 * That somebody has shown everything that the way into the console asks for: made by {@link SignIn}
 * alone, once that is so.
 */
record ConsoleCredential(ConsoleSession session) implements Credential {}
