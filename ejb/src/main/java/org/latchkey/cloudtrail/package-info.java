/**
 * CloudTrail's LookupEvents: the trail's records of the last 90 days, found by their attributes.
 *
 * <p>{@link org.latchkey.cloudtrail.EventOperations} is the public API. Each node takes its own
 * records over from its files into the database, a second after they were written at the latest.
 *
 * <p>Always: records and the position up to which they were taken over are written in one
 * transaction, so that after a kill none is lost or there twice; a caller sees the events of its
 * own account and Region alone.
 */
@NullMarked
package org.latchkey.cloudtrail;

import org.jspecify.annotations.NullMarked;
