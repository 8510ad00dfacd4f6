package org.latchkey.identity;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Coherence;
import org.latchkey.coherence.CoherentCache;
import org.latchkey.crypto.Digests;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.Tokens;
import org.latchkey.shared.Caller;

/**
 * What requests are signed with: users' access keys, and the temporary credentials of sessions,
 * which are made here.
 *
 * <p>Whom a credential stands for is put together anew for each request, from what caches know of
 * the user or role: one that has been renamed, tagged or deleted counts as such at once.
 */
@ApplicationScoped
public class Credentials implements CredentialSource {

  private static final int CAPACITY = 20_000;

  /** What is no such id is nobody's, and may be nothing that the database can look for. */
  private static final Pattern ACCESS_KEY_ID = Pattern.compile("\\w{1,128}");

  private static final int ID_LENGTH = 16;
  private static final int SECRET_LENGTH = 40;
  private static final int TOKEN_LENGTH = 128;
  private static final String TEMPORARY = "ASIA";

  /** For so long an expired session is still told from one that never was. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  @Inject private Principals principals;
  @Inject private Sessions sessions;
  @Inject private AccountDirectory accounts;
  @Inject private UserDirectory users;
  @Inject private RoleDirectory roles;
  @Inject private SecretWrapping wrapping;
  @Inject private Coherence coherence;
  @Inject private Clock clock;

  private CoherentCache<LongTerm> longTerm;
  private CoherentCache<SessionRecord> temporary;

  private record LongTerm(String userId, byte[] wrappedSecret) {}

  /**
   * New temporary credentials.
   *
   * @param secretAccessKey shown once, the receiver's to close
   * @param sessionToken shown once, the receiver's to close
   */
  public record Temporary(
      String accessKeyId,
      SecretBytes secretAccessKey,
      SecretBytes sessionToken,
      Instant expiresAt) {}

  @PostConstruct
  void makeCaches() {
    longTerm = coherence.cache(CAPACITY, forgotten -> {});
    temporary = coherence.cache(CAPACITY, forgotten -> {});
  }

  @Override
  public Optional<SigningCredential> find(String accessKeyId) {
    if (!ACCESS_KEY_ID.matcher(accessKeyId).matches()) {
      return Optional.empty();
    }
    Optional<SigningCredential> credential =
        accessKeyId.startsWith(TEMPORARY)
            ? temporary
                .find(SessionRecord.subjectOf(accessKeyId), () -> sessions.find(accessKeyId))
                .flatMap(this::ofSession)
            : longTerm
                .find(AccessKey.subjectOf(accessKeyId), () -> load(accessKeyId))
                .flatMap(key -> ofUser(accessKeyId, key));
    return credential.filter(found -> accounts.isActive(found.account()));
  }

  /** Makes temporary credentials. */
  @Transactional
  public Temporary issue(NewSession asked) {
    Instant now = clock.instant();
    sessions.sweep(now.minus(REMEMBERED));
    String id = TEMPORARY + Tokens.base32(ID_LENGTH);
    SecretBytes secret = Tokens.base62Secret(SECRET_LENGTH);
    SecretBytes token = Tokens.base62Secret(TOKEN_LENGTH);
    SessionRecord session =
        new SessionRecord(
            id, wrapping.wrap(id, secret), Digests.sha256hex(token.expose()), asked, now);
    sessions.add(session);
    return new Temporary(id, secret, token, session.expiresAt());
  }

  private Optional<LongTerm> load(String accessKeyId) {
    return principals
        .accessKey(accessKeyId)
        .filter(AccessKey::active)
        .map(key -> new LongTerm(key.principal().userId(), key.wrappedSecret()));
  }

  private Optional<SigningCredential> ofUser(String accessKeyId, LongTerm key) {
    return users
        .find(key.userId())
        .map(
            user ->
                new SigningCredential(
                    accessKeyId,
                    () -> wrapping.unwrap(accessKeyId, key.wrappedSecret()),
                    null,
                    null,
                    user.kind(),
                    user.account(),
                    user.arn(),
                    user.userId(),
                    user.tags(),
                    null,
                    null));
  }

  private Optional<SigningCredential> ofSession(SessionRecord session) {
    String roleId = session.roleId();
    String userId = session.userId();
    if (roleId != null) {
      return roles
          .find(roleId)
          .filter(role -> role.account().equals(session.account()))
          .map(role -> ofRole(session, role));
    }
    return userId == null
        ? Optional.empty()
        : users
            .find(userId)
            .map(
                user ->
                    credential(
                        session,
                        user.kind(),
                        user.account(),
                        user.arn(),
                        userId,
                        user.tags(),
                        null));
  }

  private SigningCredential ofRole(SessionRecord session, Role role) {
    String name = String.valueOf(session.name());
    return credential(
        session,
        Caller.Type.ROLE_SESSION,
        role.account(),
        role.sessionArn(name),
        role.id() + ":" + name,
        tags(role.tags(), session.tags()),
        role.arn());
  }

  /**
   * The tags of a role's session: the session's own, and those of the role whose keys, in whatever
   * case, the session has not.
   *
   * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html">IAM User
   *     Guide, Pass session tags in AWS STS</a>
   */
  static Map<String, String> tags(Map<String, String> ofRole, Map<String, String> ofSession) {
    Map<String, String> tags = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    tags.putAll(ofSession);
    ofRole.forEach(tags::putIfAbsent);
    return tags;
  }

  private SigningCredential credential(
      SessionRecord session,
      Caller.Type type,
      String account,
      String principal,
      String userId,
      Map<String, String> tags,
      @Nullable String roleArn) {
    String accessKeyId = session.accessKeyId();
    byte[] wrappedSecret = session.wrappedSecret();
    return new SigningCredential(
        accessKeyId,
        () -> wrapping.unwrap(accessKeyId, wrappedSecret),
        session.tokenDigest(),
        session.expiresAt(),
        type,
        account,
        principal,
        userId,
        tags,
        session.mfaAt(),
        new Caller.Session(
            roleArn,
            session.createdAt(),
            session.policies(),
            session.policyArns(),
            Set.copyOf(session.transitiveTags()),
            session.sourceIdentity(),
            session.federatedProvider()));
  }
}
