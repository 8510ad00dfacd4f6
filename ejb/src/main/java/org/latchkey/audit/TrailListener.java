package org.latchkey.audit;

/**
 * Is told of every event once it is on record. Told before the reply leaves, on the request's
 * thread: it must be quick, and must not fail.
 */
public interface TrailListener {

  /**
   * Takes note of an event.
   *
   * @param eventId what identifies its record
   */
  void recorded(AuditEvent event, String eventId);
}
