package org.latchkey.identity;

import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.Caller;

/**
 * An active access key and the principal that it stands for.
 *
 * @param accessKeyId for example {@code AKIAIOSFODNN7EXAMPLE}
 * @param secretAccessKey opens the secret, which whoever calls it closes; called only where no
 *     signing key derived from it is at hand
 * @param sessionTokenDigest the SHA-256, in hexadecimal, of what requests signed with temporary
 *     credentials must carry; null for long-term access keys, whose requests must carry none
 * @param expiresAt from when temporary credentials are refused; null for long-term access keys
 * @param type what kind of principal it is
 * @param account the principal's account
 * @param principal the principal's ARN
 * @param userId the unique id that {@code GetCallerIdentity} shows
 * @param principalTags the principal's tags
 * @param mfaAuthenticatedAt when a second factor was shown for this session; null where none was
 * @param session what temporary credentials are limited to; null for long-term access keys
 */
public record SigningCredential(
    String accessKeyId,
    Supplier<SecretBytes> secretAccessKey,
    @Nullable String sessionTokenDigest,
    @Nullable Instant expiresAt,
    Caller.Type type,
    String account,
    String principal,
    String userId,
    Map<String, String> principalTags,
    @Nullable Instant mfaAuthenticatedAt,
    Caller.@Nullable Session session) {

  public SigningCredential {
    principalTags = Map.copyOf(principalTags);
  }

  /** A credential without limits of a session. */
  public SigningCredential(
      String accessKeyId,
      Supplier<SecretBytes> secretAccessKey,
      @Nullable String sessionTokenDigest,
      @Nullable Instant expiresAt,
      Caller.Type type,
      String account,
      String principal,
      String userId,
      Map<String, String> principalTags,
      @Nullable Instant mfaAuthenticatedAt) {
    this(
        accessKeyId,
        secretAccessKey,
        sessionTokenDigest,
        expiresAt,
        type,
        account,
        principal,
        userId,
        principalTags,
        mfaAuthenticatedAt,
        null);
  }

  /** The long-term access key of a principal without tags. */
  public static SigningCredential longTerm(
      String accessKeyId,
      Supplier<SecretBytes> secretAccessKey,
      Caller.Type type,
      String account,
      String principal,
      String userId) {
    return new SigningCredential(
        accessKeyId,
        secretAccessKey,
        null,
        null,
        type,
        account,
        principal,
        userId,
        Map.of(),
        null,
        null);
  }
}
