package org.latchkey.iam;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.identity.IdentityFault;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * Who somebody is, as an OpenID Connect provider says in an identity token: signed by one of the
 * keys that the provider publishes (RS256 to ES512), not expired, for an audience that the account
 * has registered.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.SUPPORTS)
class WebIdentities {

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);
  @Inject private OidcProviders providers;
  @Inject private Clock clock;

  private ProviderKeys keys;

  @PostConstruct
  void makeCache() {
    keys = new ProviderKeys(ProviderKeys::fetch, clock);
  }

  /**
   * Somebody as a provider knows him.
   *
   * @param issuer the provider's URL without {@code https://}
   * @param groups what the claim {@code groups} says
   * @param name what the provider suggests to call him; the subject where it suggests nothing
   * @param nonce what the token was asked with; null where it says nothing of that
   */
  record WebIdentity(
      String providerArn,
      String issuer,
      String subject,
      String audience,
      List<String> authenticationMethods,
      List<String> groups,
      String name,
      @Nullable String nonce) {

    /** Him as the one who asks, in the account that trusts the provider. */
    Caller caller(String account, Caller anonymous) {
      return new Caller(
          Caller.Type.WEB_IDENTITY,
          account,
          providerArn,
          issuer + ":" + audience + ":" + subject,
          anonymous.region(),
          null,
          anonymous.sourceIp(),
          anonymous.userAgent(),
          anonymous.requestId(),
          anonymous.secureTransport(),
          null,
          Map.of(),
          null);
    }

    /** What trust policies may ask of him. */
    RequestContext.Builder context() {
      return RequestContext.builder()
          .put("aws:FederatedProvider", providerArn)
          .put(issuer + ":aud", audience)
          .put(issuer + ":sub", subject)
          .putAll(issuer + ":amr", authenticationMethods)
          .putAll(issuer + ":groups", groups);
    }
  }

  /**
   * Whom a token speaks of.
   *
   * @param account the account whose providers count
   * @throws ServiceException {@code InvalidIdentityToken}, {@code ExpiredTokenException}, {@code
   *     IDPCommunicationError}
   */
  WebIdentity verify(String account, SecretBytes token) {
    try {
      SignedJWT signed = SignedJWT.parse(new String(token.expose(), StandardCharsets.UTF_8));
      String issuer = signed.getJWTClaimsSet().getIssuer();
      OidcProvider provider = provider(account, issuer);
      JWTClaimsSet claims = processor(provider, issuer).process(signed, null);
      List<String> methods = claims.getStringListClaim("amr");
      String name = claims.getStringClaim("preferred_username");
      return new WebIdentity(
          provider.arn(),
          provider.url(),
          claims.getSubject(),
          audience(claims, provider),
          methods == null ? List.of() : methods,
          groups(claims),
          name == null ? claims.getSubject() : name,
          claims.getStringClaim("nonce"));
    } catch (ExpiredJWTException expired) {
      throw new ServiceException(
          IdentityFault.EXPIRED_IDENTITY_TOKEN, "The web identity token has expired.", expired);
    } catch (KeySourceException unreachable) {
      throw new ServiceException(
          IdentityFault.IDP_COMMUNICATION_ERROR,
          "The identity provider's keys cannot be read.",
          unreachable);
    } catch (ParseException | BadJOSEException | JOSEException refused) {
      throw invalid("The web identity token cannot be verified.", refused);
    }
  }

  private OidcProvider provider(String account, @Nullable String issuer) {
    String scheme = "https://";
    if (issuer == null
        || !issuer.startsWith(scheme)
        || issuer.chars().anyMatch(Character::isISOControl)) {
      throw invalid("The web identity token does not name its issuer.", null);
    }
    String rest = issuer.substring(scheme.length());
    String url = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    return providers
        .find(OidcProvider.arn(account, url).toString())
        .orElseThrow(
            () -> invalid("No OpenIDConnect provider found in your account for " + issuer, null));
  }

  private static List<String> groups(JWTClaimsSet claims) throws ParseException {
    if (claims.getClaim("groups") instanceof String one) {
      return List.of(one);
    }
    List<String> several = claims.getStringListClaim("groups");
    return several == null ? List.of() : several;
  }

  private DefaultJWTProcessor<SecurityContext> processor(OidcProvider provider, String issuer) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            ALGORITHMS, keys.of(new ProviderKeys.Source(provider.url(), provider.thumbprints()))));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            new HashSet<>(provider.clientIds()), // the verifier asks it for null
            new JWTClaimsSet.Builder().issuer(issuer).build(),
            Set.of("sub", "aud", "exp", "iat"),
            Set.of()) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        });
    return processor;
  }

  /** The one of a token's audiences that is registered. */
  private static String audience(JWTClaimsSet claims, OidcProvider provider) {
    return claims.getAudience().stream()
        .filter(provider.clientIds()::contains)
        .findFirst()
        .orElseThrow(() -> invalid("Incorrect token audience", null));
  }

  private static ServiceException invalid(String message, @Nullable Exception cause) {
    return cause == null
        ? new ServiceException(IdentityFault.INVALID_IDENTITY_TOKEN, message)
        : new ServiceException(IdentityFault.INVALID_IDENTITY_TOKEN, message, cause);
  }
}
