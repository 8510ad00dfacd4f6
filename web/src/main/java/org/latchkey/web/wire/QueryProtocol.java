package org.latchkey.web.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Fault;

/**
 * AWS Query, which STS speaks: {@code Action} and {@code Version} among the parameters of a form or
 * of the URI, replies in XML.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html">AWS STS API
 *     Reference, Common Errors</a>
 */
final class QueryProtocol implements Protocol {

  static final String FORM = "application/x-www-form-urlencoded";

  private static final String CONTENT_TYPE = "text/xml; charset=UTF-8";

  /** A common error as Query services name it, and the status that it comes with. */
  private record QueryError(String code, int status) {}

  private static final Map<Fault, QueryError> ERRORS =
      Map.of(
          CommonFault.ACCESS_DENIED, new QueryError("AccessDenied", 403),
          CommonFault.EXPIRED_TOKEN, new QueryError("ExpiredToken", 403),
          CommonFault.INCOMPLETE_SIGNATURE, new QueryError("IncompleteSignature", 403),
          CommonFault.INVALID_SIGNATURE, new QueryError("SignatureDoesNotMatch", 403),
          CommonFault.MISSING_AUTHENTICATION_TOKEN,
              new QueryError("MissingAuthenticationToken", 403),
          CommonFault.SERIALIZATION, new QueryError("MalformedInput", 400),
          CommonFault.THROTTLING, new QueryError("Throttling", 400),
          CommonFault.UNKNOWN_OPERATION, new QueryError("InvalidAction", 400),
          CommonFault.UNRECOGNIZED_CLIENT, new QueryError("InvalidClientTokenId", 403),
          CommonFault.VALIDATION, new QueryError("ValidationError", 400));

  private final OperationTable table;
  private final String namespace;

  /** Speaks for one service, the only one here whose operations are asked for so. */
  QueryProtocol(OperationTable table) {
    this.table = table;
    this.namespace =
        "https://" + table.service() + ".amazonaws.com/doc/" + table.apiVersion() + "/";
  }

  @Override
  public @Nullable Target target(WireRequest request) {
    QueryForm form = form(request);
    String action = form.get("Action");
    return action == null
            || !action.matches("[A-Za-z]{1,64}")
            || !table.apiVersion().equals(form.get("Version"))
        ? null
        : new Target(table, action);
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
    XmlDocument document = new XmlDocument(operation.name() + "Response", namespace);
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
  public WireReply failure(Fault fault, String message, String requestId) throws IOException {
    QueryError error = ERRORS.getOrDefault(fault, new QueryError(fault.code(), fault.status()));
    XmlDocument document = new XmlDocument("ErrorResponse", namespace);
    document.beginMember("Error");
    document.element("Type", error.status() < 500 ? "Sender" : "Receiver");
    document.element("Code", error.code());
    document.element("Message", message);
    document.endMember();
    document.element("RequestId", requestId);
    return new WireReply(error.status(), CONTENT_TYPE, document.toByteArray());
  }
}
