package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.latchkey.authorities.AuthorityOperations.CreateCertificateAuthorityRequest;
import org.latchkey.crypto.Digests;
import org.latchkey.keys.KeyRing;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.keys.ManagedKeys;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;
import org.latchkey.tokens.IdempotencyTokens;
import org.latchkey.x509.CsrExtensions;
import org.latchkey.x509.Pem;
import org.latchkey.x509.PublicKeys;
import org.latchkey.x509.SigningRequest;
import org.latchkey.x509.X509Exception;

/** Makes authorities: a key, a certificate request signed with it, and the record of both. */
@ApplicationScoped
class AuthorityCreation {

  /** How long a token makes a second request the same as the first. */
  static final Duration IDEMPOTENCY = Duration.ofMinutes(5);

  /** AWS's quota of authorities for an account in a Region, deleted ones included. */
  private static final int MOST = 1_000;

  private static final String KEY_STORAGE_STANDARD = "FIPS_140_2_LEVEL_3_OR_HIGHER";

  private static final CsrExtensions NO_EXTENSIONS = new CsrExtensions(null, null);

  @Inject private Authorities authorities;
  @Inject private ManagedKeys managedKeys;
  @Inject private KeyRing ring;
  @Inject private AuthoritySigner signer;
  @Inject private IdempotencyTokens tokens;
  @Inject private Clock clock;

  Authority create(
      Caller caller, CreateCertificateAuthorityRequest request, Map<String, String> tags) {
    Instant now = clock.instant();
    String digest = Digests.sha256hex(AuthorityJson.write(request));
    String token = request.idempotencyToken();
    if (token != null) {
      tokens.hold("acm-pca", caller.account(), caller.region(), token);
      Authority earlier =
          authorities
              .withToken(caller.account(), caller.region(), token, now.minus(IDEMPOTENCY))
              .orElse(null);
      if (earlier != null) {
        return sameRequest(earlier, digest);
      }
    }
    requireSupported(request);
    requireRoom(caller);
    AuthorityTags.requireNotTooMany(tags.size());
    Authority authority = make(caller, request, tags, now);
    if (token != null) {
      authority.rememberRequest(token, digest);
    }
    authorities.add(authority);
    return authority;
  }

  private void requireRoom(Caller caller) {
    if (authorities.count(caller.account(), caller.region()) >= MOST) {
      throw new ServiceException(
          AuthorityFault.LIMIT_EXCEEDED,
          "An account has at most " + MOST + " certificate authorities in a Region.");
    }
  }

  private Authority make(
      Caller caller,
      CreateCertificateAuthorityRequest request,
      Map<String, String> tags,
      Instant now) {
    AuthorityConfiguration configuration = request.certificateAuthorityConfiguration();
    String id = UUID.randomUUID().toString();
    KeySnapshot key =
        managedKeys.signingKeyOwnedBy(
            AuthoritySigner.SERVICE,
            caller.region(),
            AuthoritySigner.spec(configuration.keyAlgorithm()),
            "Key of " + Authority.arn(caller.account(), caller.region(), id));
    SigningRequest csr = signingRequest(caller, configuration, key);
    return new Authority(
        id,
        caller.account(),
        caller.region(),
        request.certificateAuthorityType(),
        request.usageMode() == null ? UsageMode.GENERAL_PURPOSE : request.usageMode(),
        configuration,
        request.revocationConfiguration(),
        request.keyStorageSecurityStandard() == null
            ? KEY_STORAGE_STANDARD
            : request.keyStorageSecurityStandard(),
        tags,
        key.keyId(),
        Pem.write(csr),
        now);
  }

  private SigningRequest signingRequest(
      Caller caller, AuthorityConfiguration configuration, KeySnapshot key) {
    CsrExtensions extensions = configuration.csrExtensions();
    try {
      return SigningRequest.build(
          configuration.subject(),
          extensions == null ? NO_EXTENSIONS : extensions,
          PublicKeys.decode(ring.publicKey(key)),
          configuration.signingAlgorithm(),
          signer.with(key.keyId(), caller.region(), configuration.keyAlgorithm()));
    } catch (X509Exception problem) {
      throw refused(problem);
    }
  }

  private static void requireSupported(CreateCertificateAuthorityRequest request) {
    AuthorityConfiguration configuration = request.certificateAuthorityConfiguration();
    if (!configuration.keyAlgorithm().supports(configuration.signingAlgorithm())) {
      throw new ServiceException(
          AuthorityFault.INVALID_ARGS,
          "The signing algorithm "
              + configuration.signingAlgorithm()
              + " does not go with a key of "
              + configuration.keyAlgorithm()
              + ".");
    }
    if (request.revocationConfiguration() != null) {
      request.revocationConfiguration().requireValid();
    }
  }

  private static Authority sameRequest(Authority earlier, String digest) {
    if (!digest.equals(earlier.requestDigest())) {
      throw new ServiceException(
          AuthorityFault.INVALID_ARGS,
          "The idempotency token was used for another request within the last five minutes.");
    }
    return earlier;
  }

  /** What a request's bad input is called on the wire. */
  static ServiceException refused(X509Exception problem) {
    return new ServiceException(AuthorityFault.INVALID_ARGS, problem.sentence(), problem);
  }
}
