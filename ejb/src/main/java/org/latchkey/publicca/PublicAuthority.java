package org.latchkey.publicca;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.TlsTrust;
import org.latchkey.shared.Settings;
import org.latchkey.x509.RevocationReason;
import org.latchkey.x509.SubscriberKey;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * The public CA of the setting {@code acme-directory}, asked by one thread at a time.
 *
 * <p>An order is advanced by one step a call, and every call begins with what the CA says of it, so
 * that nothing is lost where the server is killed in between.
 */
@ApplicationScoped
public class PublicAuthority {

  private static final Logger LOG = Logger.getLogger(PublicAuthority.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration NEXT_LOOK = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int DEFAULT_DELAY_SECONDS = 10;
  private static final URI ALREADY_REVOKED =
      URI.create("urn:ietf:params:acme:error:alreadyRevoked");

  private static final URI UNKNOWN_ACCOUNT =
      URI.create("urn:ietf:params:acme:error:accountDoesNotExist");
  private static final URI MALFORMED = URI.create("urn:ietf:params:acme:error:malformed");

  /**
   * What a CA answers where a certificate has a replacement already, or is not known to it as the
   * account's (RFC 9773, section 5): it takes the order without that.
   */
  private static final Set<URI> REPLACES_NOTHING =
      Set.of(
          URI.create("urn:ietf:params:acme:error:alreadyReplaced"),
          MALFORMED,
          URI.create("urn:ietf:params:acme:error:unauthorized"));

  @Inject private AcmeAccounts accounts;
  @Inject private HttpChallenges httpChallenges;
  @Inject private Clock clock;

  private @Nullable Login login;

  /**
   * How far an order is.
   *
   * @param chain the certificate and those that certify it, once it is issued; empty until then
   * @param published whether every challenge has its answer
   * @param nextLook when to go on
   */
  public record Progress(List<X509Certificate> chain, boolean published, Instant nextLook) {

    public boolean isIssued() {
      return !chain.isEmpty();
    }
  }

  /**
   * When the CA would have a certificate renewed (RFC 9773 section 4.2).
   *
   * @param askAgain when it is to be asked again
   */
  public record RenewalWindow(Instant start, Instant end, @Nullable Instant askAgain) {}

  /** What the network does. */
  private interface Call<T> {
    T answer(Login login) throws AcmeException, IOException, PublicAuthorityException;
  }

  /** The URL of the CA's directory; empty where there is no CA. */
  public Optional<String> directory() {
    return Settings.text("acme-directory");
  }

  /** Whether the CA's challenges are answered in a way in which it certifies wildcards. */
  public boolean certifiesWildcards() {
    return Settings.text("acme-dns-server").isPresent();
  }

  /**
   * Orders a certificate.
   *
   * @param replaced the certificate in whose place it comes; null for a first one
   * @return the order's URL, to be stored before anything else is done
   */
  public URI order(List<String> names, @Nullable X509Certificate replaced)
      throws PublicAuthorityException {
    return ask(login -> order(login, names, replaced));
  }

  static URI order(Login login, List<String> names, @Nullable X509Certificate replaced)
      throws AcmeException {
    if (replaced != null && knowsRenewalInformation(login)) {
      try {
        return created(login.newOrder().domains(names).replaces(replaced));
      } catch (AcmeServerException refused) {
        if (!REPLACES_NOTHING.contains(refused.getType())) {
          throw refused;
        }
      }
    }
    return created(login.newOrder().domains(names));
  }

  private static URI created(OrderBuilder order) throws AcmeException {
    return URI.create(order.create().getLocation().toString());
  }

  /**
   * Does the next step of an order: answers its challenges, has them looked at, sends the signing
   * request, or fetches the certificate.
   *
   * @param csr PKCS #10, DER
   * @param published what the progress before said
   */
  public Progress advance(URI url, byte[] csr, boolean published) throws PublicAuthorityException {
    return ask(
        login -> {
          Order order = login.bindOrder(url(url));
          Optional<Instant> retryAt = fetch(order);
          return switch (order.getStatus()) {
            case PENDING -> published ? trigger(order) : publish(order);
            case READY -> {
              order.execute(csr);
              yield waiting(true, Optional.empty());
            }
            case PROCESSING -> waiting(true, retryAt);
            case VALID -> issued(order);
            default -> throw ended(order);
          };
        });
  }

  private static Optional<Instant> fetch(Order order)
      throws AcmeException, PublicAuthorityException {
    try {
      return order.fetch();
    } catch (AcmeServerException unknown) {
      if (unknown.getType().equals(MALFORMED)) {
        throw PublicAuthorityException.ended(
            Refusal.UNAVAILABLE, "the CA does not know the order any more");
      }
      throw unknown;
    }
  }

  private Progress publish(Order order) throws AcmeException, IOException {
    ChallengeAnswers answers = answers();
    for (Authorization authorization : order.getAuthorizations()) {
      if (authorization.getStatus() == Status.PENDING) {
        answers.publish(authorization.getIdentifier(), challenge(authorization, answers));
      }
    }
    boolean dns = answers instanceof DnsUpdates;
    Duration delay =
        dns
            ? Duration.ofSeconds(Settings.number("acme-dns-delay-seconds", DEFAULT_DELAY_SECONDS))
            : Duration.ZERO;
    return new Progress(List.of(), true, clock.instant().plus(delay));
  }

  private Progress trigger(Order order) throws AcmeException {
    ChallengeAnswers answers = answers();
    for (Authorization authorization : order.getAuthorizations()) {
      if (authorization.getStatus() == Status.PENDING) {
        Challenge challenge = challenge(authorization, answers);
        if (challenge.getStatus() == Status.PENDING) {
          challenge.trigger();
        }
      }
    }
    return waiting(true, Optional.empty());
  }

  private Progress issued(Order order) throws AcmeException {
    withdraw(order);
    List<X509Certificate> chain = order.getCertificate().getCertificateChain();
    return new Progress(List.copyOf(chain), true, clock.instant());
  }

  private PublicAuthorityException ended(Order order) {
    Problem problem = order.getError().orElseGet(() -> challengeProblem(order));
    withdraw(order);
    return problem == null
        ? PublicAuthorityException.ended(Refusal.UNAVAILABLE, "the order is " + order.getStatus())
        : PublicAuthorityException.ended(Refusal.of(problem.getType()), problem.toString());
  }

  private static @Nullable Problem challengeProblem(Order order) {
    return order.getAuthorizations().stream()
        .flatMap(authorization -> authorization.getChallenges().stream())
        .flatMap(challenge -> challenge.getError().stream())
        .findFirst()
        .orElse(null);
  }

  /** Takes the answers away. What cannot be taken away does no harm: it answers one order alone. */
  private void withdraw(Order order) {
    ChallengeAnswers answers = answers();
    for (Authorization authorization : order.getAuthorizations()) {
      try {
        Challenge challenge = authorization.findChallenge(answers.type()).orElse(null);
        if (challenge != null) {
          answers.withdraw(authorization.getIdentifier(), challenge);
        }
      } catch (IOException | AcmeLazyLoadingException | AcmeProtocolException failure) {
        LOG.log(Level.WARNING, "The answer to a challenge could not be taken away", failure);
      }
    }
  }

  private ChallengeAnswers answers() {
    String server = Settings.text("acme-dns-server").orElse(null);
    return server == null ? httpChallenges : DnsUpdates.configured(server);
  }

  private static Challenge challenge(Authorization authorization, ChallengeAnswers answers)
      throws AcmeException {
    return authorization
        .findChallenge(answers.type())
        .orElseThrow(
            () ->
                new AcmeException(
                    "no "
                        + answers.type()
                        + " challenge for "
                        + authorization.getIdentifier().getDomain()
                        + (authorization.isWildcard() ? ", a wildcard" : "")));
  }

  private Progress waiting(boolean published, Optional<Instant> retryAt) {
    Instant now = clock.instant();
    Instant latest = now.plus(LONGEST_WAIT);
    return new Progress(
        List.of(),
        published,
        retryAt
            .filter(moment -> moment.isAfter(now))
            .map(moment -> moment.isAfter(latest) ? latest : moment)
            .orElse(now.plus(NEXT_LOOK)));
  }

  /** When the CA would have a certificate renewed; empty where it does not say such things. */
  public Optional<RenewalWindow> renewalWindow(X509Certificate certificate)
      throws PublicAuthorityException {
    return ask(
        login -> {
          if (!knowsRenewalInformation(login)) {
            return Optional.empty();
          }
          return Optional.of(renewalWindow(login, certificate));
        });
  }

  static RenewalWindow renewalWindow(Login login, X509Certificate certificate)
      throws AcmeException {
    RenewalInfo info = login.bindRenewalInfo(certificate);
    Optional<Instant> askAgain = info.fetch();
    return new RenewalWindow(
        info.getSuggestedWindowStart(), info.getSuggestedWindowEnd(), askAgain.orElse(null));
  }

  private static boolean knowsRenewalInformation(Login login) throws AcmeException {
    return login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isPresent();
  }

  /** Has the CA revoke a certificate; one that is revoked already stays so. */
  public void revoke(X509Certificate certificate, RevocationReason reason)
      throws PublicAuthorityException {
    ask(
        login -> {
          try {
            org.shredzone.acme4j.Certificate.revoke(
                login, certificate, org.shredzone.acme4j.RevocationReason.code(reason.code()));
          } catch (AcmeServerException refused) {
            if (!refused.getType().equals(ALREADY_REVOKED)) {
              throw refused;
            }
          }
          return certificate;
        });
  }

  private synchronized <T> T ask(Call<T> call) throws PublicAuthorityException {
    try {
      Login current = login();
      return call.answer(current);
    } catch (AcmeRateLimitedException limited) {
      throw PublicAuthorityException.refused(
          Refusal.UNAVAILABLE, limited.getRetryAfter().orElse(null), limited);
    } catch (AcmeServerException refused) {
      if (refused.getType().equals(UNKNOWN_ACCOUNT)) {
        login = null;
        directory().ifPresent(accounts::forget);
      }
      throw PublicAuthorityException.refused(Refusal.of(refused.getType()), null, refused);
    } catch (AcmeException | IOException | AcmeLazyLoadingException | AcmeProtocolException e) {
      throw PublicAuthorityException.refused(Refusal.UNAVAILABLE, null, e);
    }
  }

  private Login login() throws AcmeException, IOException {
    if (login != null) {
      return login;
    }
    String directory = directory().orElseThrow(() -> new AcmeException("no CA is configured"));
    Session session = session(directory);
    AcmeAccount account = accounts.of(directory);
    KeyPair keys;
    try (SubscriberKey key = accounts.key(account)) {
      keys = key.keyPair();
    }
    String location = account.location();
    Login opened;
    if (location == null) {
      opened = register(session, keys);
      accounts.registered(directory, opened.getAccountLocation().toString());
    } else {
      opened = session.login(url(URI.create(location)), keys);
    }
    login = opened;
    return opened;
  }

  private static Session session(String directory) throws IOException {
    Session session =
        new Session(
            URI.create(directory),
            new TrustingProvider(TlsTrust.of(Settings.text("acme-ca").map(Path::of).orElse(null))));
    session.networkSettings().setTimeout(PATIENCE);
    return session;
  }

  /** The account that the CA has for this key already, or a new one. */
  private static Login register(Session session, KeyPair keys) throws AcmeException {
    AccountBuilder account = new AccountBuilder().useKeyPair(keys).agreeToTermsOfService();
    Settings.text("acme-contact").ifPresent(contact -> account.addContact("mailto:" + contact));
    String keyIdentifier = Settings.text("acme-eab-key-id").orElse(null);
    String macKey = Settings.text("acme-eab-hmac-key").orElse(null);
    if (keyIdentifier != null && macKey != null) {
      account.withKeyIdentifier(keyIdentifier, macKey);
    }
    return account.createLogin(session);
  }

  private static URL url(URI uri) throws MalformedURLException {
    return uri.toURL();
  }
}
