package org.latchkey.web.approval;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.notifications.SubscriptionConfirmations;
import org.latchkey.notifications.SubscriptionConfirmations.Pending;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Settings;

/** Shows which events a mail address is to get, and takes the confirmation, put on record. */
@WebServlet(name = "subscription", urlPatterns = "/events/subscription")
public class SubscriptionServlet extends LinkServlet<Pending> {

  private static final String SERVICE = "latchkey";

  @Inject private transient SubscriptionConfirmations confirmations;

  public SubscriptionServlet() {
    super("confirm");
  }

  @Override
  Optional<Pending> find(String token) {
    return confirmations.find(token);
  }

  @Override
  boolean accept(String token) {
    return confirmations.confirm(token);
  }

  @Override
  Page question(Pending asked, String token) {
    return new Page(
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
  Page thanks() {
    return new Page(
        "Confirmed", "<p>Thank you. From now on the events are sent to this address.</p>");
  }

  @Override
  Recorded recorded(@Nullable Pending asked) {
    return new Recorded(
        Settings.region(), SERVICE, "ConfirmEventSubscription", asked == null ? null : arn(asked));
  }

  private static String arn(Pending asked) {
    return Arn.of(
            SERVICE,
            Settings.region(),
            asked.account(),
            "event-subscription/" + asked.subscriptionId())
        .toString();
  }
}
