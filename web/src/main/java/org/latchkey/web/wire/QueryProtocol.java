package org.latchkey.web.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Fault;
import org.latchkey.shared.QueryError;
import org.latchkey.shared.ServiceException;

/**
 * AWS Query, which STS and IAM speak: {@code Action} and {@code Version} among the parameters of a
 * form or of the URI, replies in XML.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html">AWS STS API
 *     Reference, Common Errors</a>
 */
final class QueryProtocol implements Protocol {

  static final String FORM = "application/x-www-form-urlencoded";

  private static final String CONTENT_TYPE = "text/xml; charset=UTF-8";

  private final Map<String, OperationTable> tables;
  private final OperationTable fallback;

  /**
   * Speaks for services that tell themselves apart by the version of their interface.
   *
   * @param tables at least one; the first also answers what names no version that is served
   */
  QueryProtocol(List<OperationTable> tables) {
    this.tables =
        tables.stream().collect(Collectors.toMap(OperationTable::apiVersion, Function.identity()));
    this.fallback = tables.get(0);
  }

  private static String namespace(OperationTable table) {
    return "https://" + table.service() + ".amazonaws.com/doc/" + table.apiVersion() + "/";
  }

  @Override
  public @Nullable Target target(WireRequest request) {
    QueryForm form = form(request);
    String action = form.get("Action");
    OperationTable table = tables.get(String.valueOf(form.get("Version")));
    return action == null || table == null || !action.matches("[A-Za-z]{1,64}")
        ? null
        : new Target(table, action);
  }

  /** Whose errors a request gets: of the service that it names, as far as it can be read. */
  private OperationTable asked(WireRequest request) {
    try {
      Target target = target(request);
      return target == null ? fallback : target.table();
    } catch (ServiceException unreadable) {
      return fallback;
    }
  }

  @Override
  public JsonInput input(WireRequest request, Operation operation, OperationTable table) {
    return new JsonInput(form(request).toJson(operation.input(), table.model()));
  }

  /** A POST's parameters are its body's, those of a presigned GET the URI's. */
  private static QueryForm form(WireRequest request) {
    return request.http().method().equals("GET")
        ? QueryForm.parse(request.http().query())
        : QueryForm.parse(new String(request.http().body(), UTF_8));
  }

  @Override
  public WireReply success(
      Operation operation, OperationTable table, @Nullable Object response, String requestId)
      throws IOException {
    XmlDocument document = new XmlDocument(operation.name() + "Response", namespace(table));
    if (operation.hasOutput()) {
      document.beginMember(operation.name() + "Result");
      operation.write(response, document);
      document.endMember();
    }
    document.beginMember("ResponseMetadata");
    document.element("RequestId", requestId);
    document.endMember();
    return new WireReply(200, CONTENT_TYPE, document.toByteArray());
  }

  @Override
  public String code(Fault fault) {
    return QueryError.of(fault).code();
  }

  @Override
  public WireReply failure(WireRequest request, Fault fault, String message) throws IOException {
    QueryError error = QueryError.of(fault);
    XmlDocument document = new XmlDocument("ErrorResponse", namespace(asked(request)));
    document.beginMember("Error");
    document.element("Type", error.status() < 500 ? "Sender" : "Receiver");
    document.element("Code", error.code());
    document.element("Message", message);
    document.endMember();
    document.element("RequestId", request.requestId());
    return new WireReply(error.status(), CONTENT_TYPE, document.toByteArray());
  }
}
