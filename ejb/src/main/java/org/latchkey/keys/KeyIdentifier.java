package org.latchkey.keys;

import java.util.Optional;
import java.util.regex.Pattern;
import org.latchkey.crypto.KeyId;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * The four ways to name a key: its id, its ARN, an alias's name, an alias's ARN.
 *
 * @param account the account that the name is looked up in
 * @param kind what the name is
 * @param name the key's id, or the alias's name with {@code alias/}
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id">AWS KMS
 *     Developer Guide, Key identifiers</a>
 */
record KeyIdentifier(String account, Kind kind, String name) {

  enum Kind {
    KEY_ID,
    ALIAS
  }

  private static final Pattern ALIAS = Pattern.compile("alias/[a-zA-Z0-9:/_-]{1,250}");

  /**
   * Reads what a caller passed as {@code KeyId}.
   *
   * @throws ServiceException {@code NotFoundException} where nothing can be called that in the
   *     Region that the caller asks
   */
  static KeyIdentifier parse(Caller caller, String text) {
    if (!text.startsWith("arn:")) {
      return named(caller.account(), text).orElseThrow(() -> invalid(text));
    }
    Arn arn = Arn.parse(text).orElseThrow(() -> invalid(text));
    if (!arn.partition().equals(Arn.PARTITION) || !arn.service().equals("kms")) {
      throw invalid(text);
    }
    if (!arn.region().equals(caller.region())) {
      throw new ServiceException(KeyFault.NOT_FOUND, "Invalid arn " + arn.region());
    }
    String resource = arn.resourceAfter("key/").orElse(arn.resource());
    KeyIdentifier identifier = named(arn.account(), resource).orElseThrow(() -> invalid(text));
    boolean wellFormed = arn.resource().startsWith("key/") == (identifier.kind == Kind.KEY_ID);
    if (!wellFormed) {
      throw invalid(text);
    }
    return identifier;
  }

  private static Optional<KeyIdentifier> named(String account, String name) {
    if (KeyId.parse(name).isPresent()) {
      return Optional.of(new KeyIdentifier(account, Kind.KEY_ID, name));
    }
    if (ALIAS.matcher(name).matches()) {
      return Optional.of(new KeyIdentifier(account, Kind.ALIAS, name));
    }
    return Optional.empty();
  }

  private static ServiceException invalid(String text) {
    return new ServiceException(KeyFault.NOT_FOUND, "Invalid keyId '" + text + "'");
  }

  /** The ARN of what is named, in the caller's Region. */
  Arn arn(String region) {
    String resource = kind == Kind.KEY_ID ? "key/" + name : name;
    return Arn.of("kms", region, account, resource);
  }
}
