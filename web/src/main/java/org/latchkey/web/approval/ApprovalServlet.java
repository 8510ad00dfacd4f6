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
import org.latchkey.certificates.EmailApprovals;
import org.latchkey.certificates.EmailApprovals.Pending;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;
import org.latchkey.shared.Settings;

/** Shows what is to be approved of, and takes the approval, which is put on record. */
@WebServlet(name = "approval", urlPatterns = "/validation/email")
public class ApprovalServlet extends HttpServlet {

  @Inject private transient EmailApprovals approvals;
  @Inject private transient Trail trail;
  @Inject private transient Clock clock;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String token = Pages.token(request);
    Optional<Pending> pending = token == null ? Optional.empty() : approvals.find(token);
    if (pending.isEmpty()) {
      refuse(response);
      return;
    }
    Pending asked = pending.get();
    Pages.write(
        response,
        HttpServletResponse.SC_OK,
        "Approve a certificate",
        """
        <p>Account %s has requested a certificate for</p>
        <p><strong>%s</strong></p>
        <p>in the Region %s: <code>%s</code>.</p>
        <p>Approve only if you know of this request and control the domain.</p>
        <form method="post" action="email"><input type="hidden" name="token" value="%s">\
        <button id="approve" type="submit">I approve</button></form>"""
            .formatted(
                Pages.escaped(asked.account()),
                Pages.escaped(asked.domain()),
                Pages.escaped(asked.region()),
                Pages.escaped(asked.certificateArn()),
                token));
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String token = request.getQueryString() == null ? Pages.token(request) : null;
    boolean approved;
    try {
      trail.requireWritable();
      Pending pending = token == null ? null : approvals.find(token).orElse(null);
      approved = token != null && approvals.approve(token);
      record(request, pending, approved);
    } catch (ServiceException notRecorded) {
      Pages.write(
          response,
          HttpServletResponse.SC_SERVICE_UNAVAILABLE,
          "Not now",
          "<p>Approvals cannot be put on record at the moment. Come back later.</p>");
      return;
    }
    if (!approved) {
      refuse(response);
      return;
    }
    Pages.write(
        response,
        HttpServletResponse.SC_OK,
        "Approved",
        "<p>Thank you. The certificate is issued once all of its names are approved.</p>");
  }

  private void record(HttpServletRequest request, @Nullable Pending pending, boolean approved) {
    trail.record(
        new AuditEvent(
            clock.instant(),
            null,
            pending == null ? Settings.region() : pending.region(),
            "acm.amazonaws.com",
            "ApproveCertificateRequest",
            UUID.randomUUID().toString(),
            request.getRemoteAddr(),
            request.getHeader("User-Agent"),
            null,
            pending == null ? List.of() : List.of(pending.certificateArn()),
            approved ? null : CommonFault.ACCESS_DENIED.code(),
            approved ? null : "The link has been used, has expired, or never was one."));
  }

  private static void refuse(HttpServletResponse response) throws IOException {
    Pages.write(
        response,
        HttpServletResponse.SC_NOT_FOUND,
        "Nothing to approve",
        "<p>This link has been used, has expired, or never was one.</p>");
  }

  /** Would send the request's headers back. */
  @Override
  protected void doTrace(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
  }
}
