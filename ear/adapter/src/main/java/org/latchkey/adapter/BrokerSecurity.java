package org.latchkey.adapter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.NoCacheLoginException;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Who may log in to the embedded broker, and what they may reach.
 *
 * <p>The server itself connects as {@link #SERVER} with a password that is made at each start and
 * exists in memory alone; it may do everything. Everyone else is an integrated service: it sends to
 * {@code latchkey.associations}, reads {@code latchkey.deliveries.<user>} and {@code
 * latchkey.replies.<user>}, and makes, reads and deletes temporary queues of its own. All else is
 * refused.
 */
final class BrokerSecurity implements ActiveMQSecurityManager5 {
  /** The server's own login name. It cannot be a service's: those hold no colon. */
  static final String SERVER = "latchkey:server";

  /**
   * What a service's login may be made of: it becomes part of an address, so no wildcard or dot.
   */
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]{1,64}");

  private static final String SEPARATOR = "::";

  /** What this class asks of the broker. */
  interface Queues {
    /** Makes the queues that belong to a service, where they are missing. */
    void provide(String user);

    /** The queue of this name, where there is one. */
    @Nullable Queue find(SimpleString name);
  }

  private final byte[] serverPassword;
  private final Queues queues;

  BrokerSecurity(String serverPassword, Queues queues) {
    this.serverPassword = serverPassword.getBytes(StandardCharsets.UTF_8);
    this.queues = queues;
  }

  @Override
  public @Nullable Subject authenticate(
      @Nullable String user,
      @Nullable String password,
      @Nullable RemotingConnection connection,
      @Nullable String securityDomain)
      throws NoCacheLoginException {
    if (user == null || password == null) {
      return null;
    }
    if (SERVER.equals(user)) {
      byte[] given = password.getBytes(StandardCharsets.UTF_8);
      return MessageDigest.isEqual(given, serverPassword) ? subjectOf(user) : null;
    }
    BrokerAccess access = BrokerAccess.Registration.current();
    if (access == null) {
      throw new NoCacheLoginException("Latchkey is not ready");
    }
    return SERVICE.matcher(user).matches() && accepts(access, user, password)
        ? serviceSubject(user)
        : null;
  }

  private static boolean accepts(BrokerAccess access, String user, String password) {
    char[] characters = password.toCharArray();
    try {
      return access.authenticate(user, characters);
    } finally {
      Arrays.fill(characters, '\0');
    }
  }

  private Subject serviceSubject(String user) {
    queues.provide(user);
    return subjectOf(user);
  }

  private static Subject subjectOf(String user) {
    Subject subject = new Subject();
    subject.getPrincipals().add(new UserPrincipal(user));
    return subject;
  }

  @Override
  public boolean authorize(
      @Nullable Subject subject, Set<Role> roles, CheckType check, String address) {
    String user = subject == null ? null : getUserFromSubject(subject);
    if (user == null) {
      return false;
    }
    return SERVER.equals(user) || serviceMay(user, check, address);
  }

  private boolean serviceMay(String user, CheckType check, String target) {
    int separator = target.indexOf(SEPARATOR);
    String address = separator < 0 ? target : target.substring(0, separator);
    String queue = separator < 0 ? target : target.substring(separator + SEPARATOR.length());
    if (!address.equals(queue)) {
      return false;
    }
    return switch (check.name()) {
      case "SEND" -> address.equals(Destinations.ASSOCIATIONS);
      case "CONSUME", "BROWSE" -> isOwn(user, address);
      case "CREATE_ADDRESS", "CREATE_NON_DURABLE_QUEUE" ->
          Destinations.isTemporary(address) && hasNoQueue(address);
      case "DELETE_NON_DURABLE_QUEUE" -> isOwnTemporary(user, address);
      case "DELETE_ADDRESS" ->
          isOwnTemporary(user, address)
              || (Destinations.isTemporary(address) && hasNoQueue(address));
      default -> false;
    };
  }

  private boolean hasNoQueue(String address) {
    return queues.find(SimpleString.of(address)) == null;
  }

  private boolean isOwn(String user, String address) {
    return address.equals(Destinations.deliveriesOf(user))
        || address.equals(Destinations.repliesOf(user))
        || isOwnTemporary(user, address);
  }

  private boolean isOwnTemporary(String user, String address) {
    if (!Destinations.isTemporary(address)) {
      return false;
    }
    Queue queue = queues.find(SimpleString.of(address));
    return queue != null && queue.getUser() != null && user.equals(queue.getUser().toString());
  }

  @Override
  public @Nullable String getUserFromSubject(@Nullable Subject subject) {
    return subject == null
        ? null
        : subject.getPrincipals(UserPrincipal.class).stream()
            .map(UserPrincipal::getName)
            .findFirst()
            .orElse(null);
  }

  /** Artemis asks {@link #authenticate} instead; whoever comes by this way is refused. */
  @Override
  public boolean validateUser(@Nullable String user, @Nullable String password) {
    return false;
  }

  /** Artemis asks {@link #authorize} instead; whoever comes by this way is refused. */
  @Override
  public boolean validateUserAndRole(
      @Nullable String user, @Nullable String password, Set<Role> roles, CheckType check) {
    return false;
  }
}
