package org.latchkey.web.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Fault;

/** How a service's requests and replies are spelled over HTTP. */
interface Protocol {

  /** What a request asks for, as it claims; null where it names nothing that is served. */
  @Nullable Target target(WireRequest request);

  /**
   * The body as JSON, in which every operation's request is read.
   *
   * @throws org.latchkey.shared.ServiceException SerializationException where it cannot be read
   */
  JsonInput input(WireRequest request, Operation operation, OperationTable table);

  WireReply success(
      Operation operation, OperationTable table, @Nullable Object response, String requestId)
      throws IOException;

  /** What a failure is called. */
  default String code(Fault fault) {
    return fault.code();
  }

  WireReply failure(WireRequest request, Fault fault, String message) throws IOException;

  /** A service's table and an operation's name, which the table may not hold. */
  record Target(OperationTable table, String operation) {}
}
