package org.latchkey.web.wire;

/** A service's operations, bound to the beans that carry them out. */
interface ServiceTable {

  /** The table, made anew: asked for once, at the start. */
  OperationTable table();
}
