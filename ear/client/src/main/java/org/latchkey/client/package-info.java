/**
 * The demo and the integrated-service client. They reach Latchkey through its public interfaces
 * alone and share no class with the server.
 */
@NullMarked
package org.latchkey.client;

import org.jspecify.annotations.NullMarked;
