package org.latchkey.web.approval;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.EmailApprovals;
import org.latchkey.certificates.EmailApprovals.Pending;
import org.latchkey.shared.Settings;

/** Shows what is to be approved of, and takes the approval, which is put on record. */
@WebServlet(name = "approval", urlPatterns = "/validation/email")
public class ApprovalServlet extends LinkServlet<Pending> {

  @Inject private transient EmailApprovals approvals;

  public ApprovalServlet() {
    super("approve");
  }

  @Override
  Optional<Pending> find(String token) {
    return approvals.find(token);
  }

  @Override
  boolean accept(String token) {
    return approvals.approve(token);
  }

  @Override
  Page question(Pending asked, String token) {
    return new Page(
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
  Page thanks() {
    return new Page(
        "Approved",
        "<p>Thank you. The certificate is issued once all of its names are approved.</p>");
  }

  @Override
  Recorded recorded(@Nullable Pending asked) {
    return new Recorded(
        asked == null ? Settings.region() : asked.region(),
        "acm.amazonaws.com",
        "ApproveCertificateRequest",
        asked == null ? null : asked.certificateArn());
  }
}
