package org.latchkey.web.approval;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.AuditEvent;
import org.latchkey.audit.Trail;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * What a mail's link leads to: a page that says what is asked for, by GET, which changes nothing,
 * and its form, which says yes, once, on record.
 *
 * @param <P> what is asked for
 */
abstract class LinkServlet<P> extends HttpServlet {

  private static final String SPENT = "The link has been used, has expired, or never was one.";

  private final String verb;

  @Inject private transient Trail trail;
  @Inject private transient Clock clock;

  /**
   * @param verb what whoever follows the link is asked to do, for example {@code approve}
   */
  LinkServlet(String verb) {
    this.verb = verb;
  }

  /** A page's title and its body. */
  record Page(String title, String body) {}

  /**
   * What the record of an answer says.
   *
   * @param resource the ARN of what was asked for; null where the link stands for nothing
   */
  record Recorded(String region, String source, String name, @Nullable String resource) {}

  /** What a token stands for; empty where it has expired, was used, or never was one. */
  abstract Optional<P> find(String token);

  /** Says yes to what a token stands for, and ends the token; false where there is nothing. */
  abstract boolean accept(String token);

  /** The page that asks. */
  abstract Page question(P asked, String token);

  /** The page that says that it is done. */
  abstract Page thanks();

  abstract Recorded recorded(@Nullable P asked);

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String token = Pages.token(request);
    Optional<P> asked = token == null ? Optional.empty() : find(token);
    if (token == null || asked.isEmpty()) {
      refuse(response);
    } else {
      write(response, HttpServletResponse.SC_OK, question(asked.get(), token));
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String token = request.getQueryString() == null ? Pages.token(request) : null;
    boolean accepted;
    try {
      trail.requireWritable();
      P asked = token == null ? null : find(token).orElse(null);
      accepted = token != null && accept(token);
      record(request, recorded(asked), accepted);
    } catch (ServiceException notRecorded) {
      write(
          response,
          HttpServletResponse.SC_SERVICE_UNAVAILABLE,
          new Page(
              "Not now", "<p>This cannot be put on record at the moment. Come back later.</p>"));
      return;
    }
    if (accepted) {
      write(response, HttpServletResponse.SC_OK, thanks());
    } else {
      refuse(response);
    }
  }

  private void record(HttpServletRequest request, Recorded recorded, boolean accepted) {
    trail.record(
        new AuditEvent(
            clock.instant(),
            null,
            recorded.region(),
            recorded.source(),
            recorded.name(),
            UUID.randomUUID().toString(),
            request.getRemoteAddr(),
            request.getHeader("User-Agent"),
            null,
            recorded.resource() == null ? List.of() : List.of(recorded.resource()),
            accepted ? null : CommonFault.ACCESS_DENIED.code(),
            accepted ? null : SPENT));
  }

  private void refuse(HttpServletResponse response) throws IOException {
    write(
        response,
        HttpServletResponse.SC_NOT_FOUND,
        new Page("Nothing to " + verb, "<p>" + SPENT.replaceFirst("^The", "This") + "</p>"));
  }

  private static void write(HttpServletResponse response, int status, Page page)
      throws IOException {
    Pages.write(response, status, page.title(), page.body());
  }

  /** Would send the request's headers back. */
  @Override
  protected void doTrace(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
  }
}
