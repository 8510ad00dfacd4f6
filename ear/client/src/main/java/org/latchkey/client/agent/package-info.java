/**
 * The connector: keeps a folder of certificates and private keys up to date for a server that knows
 * nothing of Latchkey, nginx or HAProxy for example. {@link org.latchkey.client.agent.Agent} is its
 * entry.
 *
 * <p>Always: the server's files change all at once or not at all; what the server refuses is taken
 * back; a private key is readable by the connector's user alone, and is on disk only where the
 * server looks for it; whatever is restarted, the newest certificate is installed in the end.
 */
@NullMarked
package org.latchkey.client.agent;

import org.jspecify.annotations.NullMarked;
