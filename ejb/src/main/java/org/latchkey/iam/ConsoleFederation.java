package org.latchkey.iam;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.crypto.ConstantTime;
import org.latchkey.crypto.Digests;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.Tokens;
import org.latchkey.iam.WebIdentities.WebIdentity;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.Role;
import org.latchkey.identity.RoleDirectory;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * The way into the console through an account's OpenID Connect provider: the authorization code
 * flow with PKCE (RFC 7636), as a client without a secret.
 *
 * <p>The provider is the one that is registered in the account with the tag {@code
 * latchkey:console}, whose value is the client id. Roles at the path {@code /console/} can be come
 * in with, by whom their trust policies let in: groups are mapped to roles by a condition on the
 * provider's key {@code …:groups}.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html">OpenID Connect Core 1.0</a>
 */
@ApplicationScoped
@Transactional(Transactional.TxType.SUPPORTS) // the provider is asked meanwhile
public class ConsoleFederation {

  /** The tag of a provider that lets into the console; its value is the client id. */
  static final String TAG = "latchkey:console";

  private static final String PATH = "/console/";
  private static final int MOST_ROLES = 100;
  private static final int RANDOM_LENGTH = 43;
  private static final int LONGEST_NAME = 64;

  /** Whoever begins has not shown who he is: slow providers must not hold many threads. */
  private static final int MOST_CONVERSATIONS = 8;

  private final Semaphore conversations = new Semaphore(MOST_CONVERSATIONS);

  @Inject private OidcProviders providers;
  @Inject private WebIdentities identities;
  @Inject private RoleDirectory roles;
  @Inject private Authorizer authorizer;
  @Inject private Clock clock;

  /**
   * What a browser has to ask the provider, and what is kept for the answer.
   *
   * @param address where the browser goes
   * @param state what the answer brings back
   * @param callback where the answer is brought
   * @param codeVerifier what the code is redeemed with
   */
  public record Question(
      String account,
      String providerArn,
      String clientId,
      String address,
      String state,
      String nonce,
      String callback,
      String codeVerifier)
      implements Serializable {}

  /**
   * Somebody whom the provider vouches for.
   *
   * @param roleArns what he may come in with
   */
  public record Guest(String account, String providerArn, String name, List<String> roleArns)
      implements Serializable {

    public Guest {
      roleArns = List.copyOf(roleArns);
    }
  }

  /**
   * What to ask the account's provider.
   *
   * @param callback the address that the provider sends the browser back to
   * @throws ServiceException {@code NoSuchEntity} where the account has none for the console,
   *     {@code IDPCommunicationError}
   */
  public Question begin(String account, String callback) {
    OidcProvider provider =
        providers.of(account).stream()
            .filter(each -> each.tags().containsKey(TAG))
            .findFirst()
            .orElseThrow(
                () ->
                    new ServiceException(
                        IdentityFault.NO_SUCH_ENTITY,
                        "The account has no identity provider for the console."));
    String clientId = String.valueOf(provider.tags().get(TAG));
    String state = Tokens.base62(RANDOM_LENGTH);
    String nonce = Tokens.base62(RANDOM_LENGTH);
    String verifier = Tokens.base62(RANDOM_LENGTH);
    String endpoint =
        limited(() -> endpoint(documents(provider), provider, "authorization_endpoint"));
    String address =
        endpoint
            + (endpoint.contains("?") ? "&" : "?")
            + "response_type=code&scope=openid+profile&code_challenge_method=S256&client_id="
            + HttpsDocuments.encoded(clientId)
            + "&redirect_uri="
            + HttpsDocuments.encoded(callback)
            + "&state="
            + state
            + "&nonce="
            + nonce
            + "&code_challenge="
            + challenge(verifier);
    return new Question(
        account, provider.arn(), clientId, address, state, nonce, callback, verifier);
  }

  private static String challenge(String verifier) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Digests.sha256(verifier.getBytes(US_ASCII)));
  }

  /**
   * Who has come back from the provider, and with which roles he may come in.
   *
   * @throws ServiceException {@code InvalidIdentityToken}, {@code ExpiredTokenException}, {@code
   *     IDPCommunicationError}
   */
  public Guest finish(Question asked, String state, String code, ConsoleRequest request) {
    if (!ConstantTime.equals(asked.state(), state)) {
      throw invalid("The answer is not to what was asked.");
    }
    OidcProvider provider =
        providers
            .find(asked.providerArn())
            .orElseThrow(() -> invalid("The provider is not registered any more."));
    WebIdentity identity = limited(() -> redeem(provider, asked, code));
    boolean expected =
        identity.providerArn().equals(asked.providerArn())
            && identity.audience().equals(asked.clientId())
            && identity.nonce() != null
            && ConstantTime.equals(asked.nonce(), identity.nonce());
    if (!expected) {
      throw invalid("The token is not for what was asked.");
    }
    String name = sessionName(identity.name());
    Caller caller =
        identity.caller(
            asked.account(),
            Caller.anonymous(
                request.region(),
                request.sourceIp(),
                request.userAgent(),
                request.requestId(),
                request.secureTransport()));
    List<String> open =
        roles.list(asked.account(), PATH, null, MOST_ROLES).stream()
            .filter(role -> lets(role, identity, caller, name))
            .map(Role::arn)
            .toList();
    return new Guest(asked.account(), asked.providerArn(), name, open);
  }

  /** Lets somebody in with one of his roles; empty where it is none of them. */
  public Optional<ConsoleSession> enter(Guest guest, String roleArn) {
    if (!guest.roleArns().contains(roleArn)) {
      return Optional.empty();
    }
    String roleName = roleArn.substring(roleArn.lastIndexOf('/') + 1);
    return roles
        .find(guest.account(), roleName)
        .filter(role -> role.arn().equals(roleArn))
        .map(
            role ->
                new ConsoleSession(
                    guest.account(),
                    null,
                    role.id(),
                    guest.name(),
                    guest.providerArn(),
                    clock.instant(),
                    null,
                    null));
  }

  private boolean lets(Role role, WebIdentity identity, Caller caller, String name) {
    RequestContext.Builder context =
        identity
            .context()
            .put("sts:RoleSessionName", name)
            .attach(role)
            .resourceTags(role::tags)
            .lazilyEach("iam:ResourceTag/", role::tags);
    return authorizer
        .decide(
            AuthorizationRequest.on(
                Arn.parse(role.arn()).orElseThrow(),
                caller,
                "sts:AssumeRoleWithWebIdentity",
                context.build()))
        .allowed();
  }

  private <T> T limited(Supplier<T> conversation) {
    if (!conversations.tryAcquire()) {
      throw unreachable(new IOException("too many conversations"));
    }
    try {
      return conversation.get();
    } finally {
      conversations.release();
    }
  }

  private WebIdentity redeem(OidcProvider provider, Question asked, String code) {
    HttpsDocuments documents = documents(provider);
    String endpoint = endpoint(documents, provider, "token_endpoint");
    try {
      JsonNode answer =
          new ObjectMapper()
              .readTree(
                  documents.post(
                      endpoint,
                      Map.of(
                          "grant_type", "authorization_code",
                          "code", code,
                          "redirect_uri", asked.callback(),
                          "client_id", asked.clientId(),
                          "code_verifier", asked.codeVerifier())));
      try (SecretBytes token =
          SecretBytes.owning(answer.path("id_token").asText().getBytes(UTF_8))) {
        return identities.verify(asked.account(), token);
      }
    } catch (IOException refused) {
      throw unreachable(refused);
    }
  }

  private static String endpoint(HttpsDocuments documents, OidcProvider provider, String name) {
    try {
      String endpoint = ProviderKeys.configuration(documents, provider.url()).path(name).asText();
      if (!endpoint.startsWith("https://")) {
        throw new IOException("no " + name);
      }
      return endpoint;
    } catch (IOException failure) {
      throw unreachable(failure);
    }
  }

  private static HttpsDocuments documents(OidcProvider provider) {
    return new HttpsDocuments(Set.copyOf(provider.thumbprints()));
  }

  /** A name as role sessions may have it: 2 to 64 letters, digits and {@code +=,.@_-}. */
  private static String sessionName(String given) {
    String name = given.replaceAll("[^A-Za-z0-9+=,.@_-]", "-");
    String cut = name.substring(0, Math.min(name.length(), LONGEST_NAME));
    return cut.length() < 2 ? cut + "--" : cut;
  }

  private static ServiceException unreachable(IOException cause) {
    return new ServiceException(
        IdentityFault.IDP_COMMUNICATION_ERROR, "The identity provider cannot be reached.", cause);
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(IdentityFault.INVALID_IDENTITY_TOKEN, message);
  }
}
