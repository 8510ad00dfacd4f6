package org.latchkey.iam;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.yubico.webauthn.AssertionRequest;
import com.yubico.webauthn.AssertionResult;
import com.yubico.webauthn.CredentialRepository;
import com.yubico.webauthn.FinishAssertionOptions;
import com.yubico.webauthn.FinishRegistrationOptions;
import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.RegistrationResult;
import com.yubico.webauthn.RelyingParty;
import com.yubico.webauthn.StartAssertionOptions;
import com.yubico.webauthn.StartRegistrationOptions;
import com.yubico.webauthn.data.AuthenticatorAssertionResponse;
import com.yubico.webauthn.data.AuthenticatorAttestationResponse;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.ClientAssertionExtensionOutputs;
import com.yubico.webauthn.data.ClientRegistrationExtensionOutputs;
import com.yubico.webauthn.data.PublicKeyCredential;
import com.yubico.webauthn.data.PublicKeyCredentialCreationOptions;
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor;
import com.yubico.webauthn.data.RelyingPartyIdentity;
import com.yubico.webauthn.data.UserIdentity;
import com.yubico.webauthn.data.exception.Base64UrlException;
import com.yubico.webauthn.exception.AssertionFailedException;
import com.yubico.webauthn.exception.RegistrationFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.latchkey.identity.Passkey;
import org.latchkey.identity.PasskeyDirectory;
import org.latchkey.identity.User;

/**
 * The server's side of WebAuthn: asks authenticators, and looks at what they answer. Attestation is
 * neither asked for nor taken.
 *
 * @see <a href="https://www.w3.org/TR/webauthn-3/">Web Authentication Level 3</a>
 */
@ApplicationScoped
class PasskeyCeremonies {

  private static final String NO_ATTESTATION = "none";

  @Inject private PasskeyDirectory passkeys;

  /** What an authenticator made. */
  record NewPasskey(String credentialId, byte[] publicKey, long signCount) {}

  /** Asks for a new passkey of a user's. */
  String askForNew(User user, ConsoleOrigin origin) {
    PublicKeyCredentialCreationOptions options =
        relyingParty(origin)
            .startRegistration(
                StartRegistrationOptions.builder()
                    .user(
                        UserIdentity.builder()
                            .name(user.name() + " @ " + user.account())
                            .displayName(user.name())
                            .id(handle(user.userId()))
                            .build())
                    .build());
    return json(options::toJson);
  }

  /** The same as a browser wants it, which is what it was given before. */
  static String forBrowser(String asked) {
    return json(() -> PublicKeyCredentialCreationOptions.fromJson(asked).toCredentialsCreateJson());
  }

  /** The passkey that an authenticator made; empty where the answer is not right. */
  Optional<NewPasskey> made(PasskeyAnswer answer) {
    try {
      PublicKeyCredential<AuthenticatorAttestationResponse, ClientRegistrationExtensionOutputs>
          credential = PublicKeyCredential.parseRegistrationResponseJson(answer.answered());
      if (!credential.getResponse().getAttestation().getFormat().equals(NO_ATTESTATION)) {
        return Optional.empty();
      }
      RegistrationResult result =
          relyingParty(answer.origin())
              .finishRegistration(
                  FinishRegistrationOptions.builder()
                      .request(PublicKeyCredentialCreationOptions.fromJson(answer.asked()))
                      .response(credential)
                      .build());
      return Optional.of(
          new NewPasskey(
              result.getKeyId().getId().getBase64Url(),
              result.getPublicKeyCose().getBytes(),
              result.getSignatureCount()));
    } catch (RegistrationFailedException | IOException | IllegalArgumentException wrong) {
      return Optional.empty();
    }
  }

  /** Asks for one of a user's passkeys. */
  String ask(String userId, ConsoleOrigin origin) {
    AssertionRequest request =
        relyingParty(origin)
            .startAssertion(StartAssertionOptions.builder().username(userId).build());
    return json(request::toJson);
  }

  /** The same as a browser wants it, which is what it was given before. */
  static String questionForBrowser(String asked) {
    return json(() -> AssertionRequest.fromJson(asked).toCredentialsGetJson());
  }

  /** Whether an answer was signed by a passkey of that user's; notes its use. */
  boolean isOf(String userId, PasskeyAnswer answer) {
    try {
      PublicKeyCredential<AuthenticatorAssertionResponse, ClientAssertionExtensionOutputs>
          credential = PublicKeyCredential.parseAssertionResponseJson(answer.answered());
      AssertionResult result =
          relyingParty(answer.origin())
              .finishAssertion(
                  FinishAssertionOptions.builder()
                      .request(AssertionRequest.fromJson(answer.asked()))
                      .response(credential)
                      .build());
      if (!result.isSuccess() || !result.getUsername().equals(userId)) {
        return false;
      }
      passkeys.noteUse(
          result.getCredential().getCredentialId().getBase64Url(), result.getSignatureCount());
      return true;
    } catch (AssertionFailedException | IOException | IllegalArgumentException wrong) {
      return false;
    }
  }

  private RelyingParty relyingParty(ConsoleOrigin origin) {
    Set<String> origins =
        origin.host().equals("localhost")
            ? Set.of("https://" + origin.authority(), "http://" + origin.authority())
            : Set.of("https://" + origin.authority());
    return RelyingParty.builder()
        .identity(RelyingPartyIdentity.builder().id(origin.host()).name("Latchkey").build())
        .credentialRepository(new Known(origin.host()))
        .origins(origins)
        .build();
  }

  private static ByteArray handle(String userId) {
    return new ByteArray(userId.getBytes(UTF_8));
  }

  private interface Json {
    String text() throws JsonProcessingException;
  }

  private static String json(Json source) {
    try {
      return source.text();
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The passkeys that were made for a host; users are called by their unique ids. */
  private final class Known implements CredentialRepository {

    private final String relyingParty;

    Known(String relyingParty) {
      this.relyingParty = relyingParty;
    }

    @Override
    public Set<PublicKeyCredentialDescriptor> getCredentialIdsForUsername(String username) {
      return passkeys.of(username).stream()
          .filter(passkey -> passkey.relyingParty().equals(relyingParty))
          .map(passkey -> PublicKeyCredentialDescriptor.builder().id(id(passkey)).build())
          .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Optional<ByteArray> getUserHandleForUsername(String username) {
      return Optional.of(handle(username));
    }

    @Override
    public Optional<String> getUsernameForUserHandle(ByteArray userHandle) {
      return Optional.of(new String(userHandle.getBytes(), UTF_8));
    }

    @Override
    public Optional<RegisteredCredential> lookup(ByteArray credentialId, ByteArray userHandle) {
      return passkeys
          .find(credentialId.getBase64Url())
          .filter(passkey -> passkey.relyingParty().equals(relyingParty))
          .filter(passkey -> handle(passkey.userId()).equals(userHandle))
          .map(PasskeyCeremonies::credential);
    }

    @Override
    public Set<RegisteredCredential> lookupAll(ByteArray credentialId) {
      return passkeys.find(credentialId.getBase64Url()).stream()
          .map(PasskeyCeremonies::credential)
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  private static RegisteredCredential credential(Passkey passkey) {
    return RegisteredCredential.builder()
        .credentialId(id(passkey))
        .userHandle(handle(passkey.userId()))
        .publicKeyCose(new ByteArray(passkey.publicKey()))
        .signatureCount(passkey.signCount())
        .build();
  }

  private static ByteArray id(Passkey passkey) {
    try {
      return ByteArray.fromBase64Url(passkey.credentialId());
    } catch (Base64UrlException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
