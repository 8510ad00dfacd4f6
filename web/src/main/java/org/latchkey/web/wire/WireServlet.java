package org.latchkey.web.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.identity.CredentialSource;
import org.latchkey.identity.SignedRequest;
import org.latchkey.identity.SignedRequest.Header;

/**
 * The wire front, at the root of the server and at the addresses of REST services: reads a request,
 * hands it over, writes the reply.
 */
@WebServlet(
    name = "wire",
    urlPatterns = {"", WireServlet.POLICY_VALIDATION},
    loadOnStartup = 1)
public class WireServlet extends HttpServlet {

  /** The attribute of requests that are not to be carried out, as the server is stopping. */
  public static final String STOPPING = "org.latchkey.stopping";

  static final String POLICY_VALIDATION = "/policy/validation";

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  @Inject private transient CredentialSource credentials;
  @Inject private transient RefusedCalls refusedCalls;
  @Inject private transient Instance<ServiceTable> tables;
  @Inject private transient Clock clock;

  private transient @Nullable WireFront front;

  @Override
  public void init() {
    front =
        new WireFront(
            credentials, tables.stream().map(ServiceTable::table).toList(), refusedCalls, clock);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    exchange(request, response);
  }

  /** A presigned request is answered; a browser is shown to the console. */
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String query = request.getQueryString();
    if (query != null && query.contains("Action=")) {
      exchange(request, response);
    } else {
      response.sendRedirect("/console");
    }
  }

  /** Would send the Authorization header back. */
  @Override
  protected void doTrace(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
  }

  /** Whether a request is mapped to this servlet. */
  public static boolean isAt(HttpServletRequest request) {
    String path = request.getServletPath();
    return path.equals(POLICY_VALIDATION) || (path.isEmpty() && "/".equals(request.getPathInfo()));
  }

  private void exchange(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String requestId = UUID.randomUUID().toString();
    byte[] body =
        request.getContentLengthLong() > WireFront.MAX_BODY
            ? null
            : request.getInputStream().readNBytes(WireFront.MAX_BODY + 1);
    boolean tooLarge = body == null || body.length > WireFront.MAX_BODY;
    WireRequest received =
        wireRequest(request, tooLarge || body == null ? new byte[0] : body, requestId);
    WireFront wire = Objects.requireNonNull(front);
    WireReply reply = reply(wire, received, tooLarge, request.getAttribute(STOPPING) != null);
    try {
      response.setStatus(reply.status());
      response.setHeader("x-amzn-RequestId", requestId);
      if (reply.errorType() != null) {
        response.setHeader("x-amzn-ErrorType", reply.errorType());
      }
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setContentType(reply.contentType());
      response.setContentLength(reply.body().length);
      response.getOutputStream().write(reply.body());
    } finally {
      Arrays.fill(reply.body(), (byte) 0);
      Arrays.fill(received.http().body(), (byte) 0);
    }
  }

  private static WireReply reply(
      WireFront wire, WireRequest received, boolean tooLarge, boolean stopping) {
    if (stopping) {
      return wire.stopping(received);
    }
    return tooLarge ? wire.tooLarge(received) : wire.answer(received);
  }

  private static WireRequest wireRequest(
      HttpServletRequest request, byte[] body, String requestId) {
    List<Header> headers = new ArrayList<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        headers.add(new Header(name, utf8(value)));
      }
    }
    if (request.getHeader("Host") == null) {
      headers.add(new Header("Host", authority(request)));
    }
    String query = request.getQueryString();
    return new WireRequest(
        new SignedRequest(
            request.getMethod(),
            request.getRequestURI(),
            query == null ? "" : query,
            headers,
            body),
        requestId,
        request.getRemoteAddr(),
        request.isSecure());
  }

  /** The container reads header octets as ISO 8859-1; what was signed is their UTF-8. */
  private static String utf8(String value) {
    return new String(value.getBytes(ISO_8859_1), UTF_8);
  }

  /** HTTP/2 has {@code :authority} in the place of the Host header. */
  private static String authority(HttpServletRequest request) {
    int port = request.getServerPort();
    boolean usual = port == (request.isSecure() ? HTTPS_PORT : HTTP_PORT);
    return usual ? request.getServerName() : request.getServerName() + ':' + port;
  }
}
