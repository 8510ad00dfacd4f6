package org.latchkey.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.Digests;
import org.latchkey.crypto.RandomBytes;
import org.latchkey.shared.Settings;

/**
 * Approvals of names by whoever reads the mail of their domains.
 *
 * <p>A token is 256 random bits, of which the hash alone is kept; it is made and stored right
 * before the mail that carries it is sent, so that a mail that has to be sent again has another.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
public class EmailApprovals {

  private static final int TOKEN_LENGTH = 32;

  @Inject private Certificates certificates;
  @Inject private NameValidations names;
  @Inject private ApprovalTokens tokens;
  @Inject private Clock clock;

  /** What is to be approved of. */
  public record Pending(String domain, String account, String region, String certificateArn) {}

  /** What a token stands for; empty where it has expired, was used, or never was one. */
  public Optional<Pending> find(String token) {
    NameValidation validation = validation(token);
    return validation == null
        ? Optional.empty()
        : certificates
            .find(validation.certificateId())
            .filter(Certificate::isValidated)
            .map(
                certificate ->
                    new Pending(
                        validation.name(),
                        certificate.account(),
                        certificate.region(),
                        certificate.arn().toString()));
  }

  /** Approves of what a token stands for, and ends the token; false where there is nothing. */
  public boolean approve(String token) {
    NameValidation found = validation(token);
    Certificate certificate =
        found == null ? null : certificates.lock(found.certificateId()).orElse(null);
    NameValidation validation = validation(token);
    if (certificate == null || validation == null || !certificate.isValidated()) {
      return false;
    }
    validation.succeed();
    tokens.removeOf(validation.id());
    certificate.validateNow(clock.instant());
    return true;
  }

  private @Nullable NameValidation validation(String token) {
    return tokens
        .find(hash(token))
        .filter(found -> found.isValid(clock.instant()))
        .flatMap(found -> names.find(found.validationId()))
        .filter(validation -> validation.status() == DomainStatus.PENDING_VALIDATION)
        .orElse(null);
  }

  private static String hash(String token) {
    return Digests.sha256hex(token.getBytes(US_ASCII));
  }

  /** At most {@code limit} names whose mail is to be sent now. */
  List<String> due(int limit) {
    return names.mailDue(clock.instant(), limit);
  }

  /** The mail for a name, with a new token; empty where none is to be sent any more. */
  Optional<ValidationMail> prepare(String validationId) {
    Instant now = clock.instant();
    tokens.removeExpired(now);
    NameValidation validation = names.find(validationId).orElse(null);
    Certificate certificate =
        validation == null ? null : certificates.find(validation.certificateId()).orElse(null);
    if (validation == null || certificate == null) {
      return Optional.empty();
    }
    if (!certificate.isValidated() || validation.status() != DomainStatus.PENDING_VALIDATION) {
      validation.mailSent();
      return Optional.empty();
    }
    String token =
        Base64.getUrlEncoder().withoutPadding().encodeToString(RandomBytes.of(TOKEN_LENGTH));
    tokens.add(new ApprovalToken(hash(token), validationId, certificate.validationEnds()));
    String url = Settings.text("public-url").orElse("") + "/validation/email?token=" + token;
    return Optional.of(ValidationMail.of(certificate, validation, url));
  }

  /** Keeps that a mail was sent. */
  void sent(String validationId) {
    names.find(validationId).ifPresent(NameValidation::mailSent);
  }

  /** Keeps that a mail could not be sent, and when it is tried again. */
  void failed(String validationId) {
    names.find(validationId).ifPresent(validation -> validation.mailFailed(clock.instant()));
  }
}
