/**
 * An integrated service as a process of its own: {@link
 * org.latchkey.client.service.IntegratedServiceProcess} is told what to do line by line on its
 * standard input, {@link org.latchkey.client.service.ServiceProcess} is the other end.
 *
 * <p>For the demo, and for tests that need a service beside the server. Always holds: credentials
 * come through standard input, never as an argument or in the environment, where others could see
 * them; the private key does not leave the process; the process ends when its input does.
 */
@NullMarked
package org.latchkey.client.service;

import org.jspecify.annotations.NullMarked;
