package org.latchkey.shared;

/**
 * What can go wrong in one feature, under the name that the published service model gives it.
 *
 * <p>Each feature has one enum of these. {@link #code()} is the {@code __type} of the reply.
 */
public interface Fault {

  /** The error's name on the wire, for example {@code NotFoundException}. */
  String code();

  /** The HTTP status that the error is sent with: 400 for the caller's faults. */
  default int status() {
    return 400;
  }
}
