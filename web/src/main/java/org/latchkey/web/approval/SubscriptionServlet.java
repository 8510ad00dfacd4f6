package org.latchkey.web.approval;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
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
import org.latchkey.notifications.SubscriptionConfirmations;
import org.latchkey.notifications.SubscriptionConfirmations.Pending;
import org.latchkey.shared.Arn;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;
import org.latchkey.shared.Settings;

/** Shows which events a mail address is to get, and takes the confirmation, put on record. */
@WebServlet(name = "subscription", urlPatterns = "/events/subscription")
public class SubscriptionServlet extends HttpServlet {

  private static final String SERVICE = "latchkey";

  @Inject private transient SubscriptionConfirmations confirmations;
  @Inject private transient Trail trail;
  @Inject private transient Clock clock;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String token = Pages.token(request);
    Optional<Pending> pending = token == null ? Optional.empty() : confirmations.find(token);
    if (pending.isEmpty()) {
      refuse(response);
      return;
    }
    Pending asked = pending.get();
    Pages.write(
        response,
        HttpServletResponse.SC_OK,
        "Confirm your address",
        """
        <p>Account %s wants to have events of its certificates sent to</p>
        <p><strong>%s</strong></p>
        <p>%s</p>
        <form method="post" action="subscription"><input type="hidden" name="token" value="%s">\
        <button id="confirm" type="submit">Send them to me</button></form>"""
            .formatted(
                Pages.escaped(asked.account()),
                Pages.escaped(asked.address()),
                Pages.escaped(
                    asked.detailTypes().isEmpty()
                        ? "All events."
                        : String.join(", ", asked.detailTypes()) + '.'),
                token));
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String token = request.getQueryString() == null ? Pages.token(request) : null;
    boolean confirmed;
    try {
      trail.requireWritable();
      Pending pending = token == null ? null : confirmations.find(token).orElse(null);
      confirmed = token != null && confirmations.confirm(token);
      record(request, pending, confirmed);
    } catch (ServiceException notRecorded) {
      Pages.write(
          response,
          HttpServletResponse.SC_SERVICE_UNAVAILABLE,
          "Not now",
          "<p>Confirmations cannot be put on record at the moment. Come back later.</p>");
      return;
    }
    if (!confirmed) {
      refuse(response);
      return;
    }
    Pages.write(
        response,
        HttpServletResponse.SC_OK,
        "Confirmed",
        "<p>Thank you. From now on the events are sent to this address.</p>");
  }

  private void record(HttpServletRequest request, @Nullable Pending pending, boolean confirmed) {
    trail.record(
        new AuditEvent(
            clock.instant(),
            null,
            Settings.region(),
            SERVICE,
            "ConfirmEventSubscription",
            UUID.randomUUID().toString(),
            request.getRemoteAddr(),
            request.getHeader("User-Agent"),
            null,
            pending == null ? List.of() : List.of(arn(pending)),
            confirmed ? null : CommonFault.ACCESS_DENIED.code(),
            confirmed ? null : "The link has been used, has expired, or never was one."));
  }

  private static String arn(Pending pending) {
    return Arn.of(
            SERVICE,
            Settings.region(),
            pending.account(),
            "event-subscription/" + pending.subscriptionId())
        .toString();
  }

  private static void refuse(HttpServletResponse response) throws IOException {
    Pages.write(
        response,
        HttpServletResponse.SC_NOT_FOUND,
        "Nothing to confirm",
        "<p>This link has been used, has expired, or never was one.</p>");
  }

  /** Would send the request's headers back. */
  @Override
  protected void doTrace(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
  }
}
