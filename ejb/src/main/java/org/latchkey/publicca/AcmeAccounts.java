package org.latchkey.publicca;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import org.latchkey.crypto.InvalidCiphertext;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.PublicKeys;
import org.latchkey.x509.SubscriberKey;

/** The accounts with CAs, each read and changed in a transaction of its own. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class AcmeAccounts {

  @Inject private EntityManager entities;
  @Inject private RootOfTrust rootOfTrust;

  /** The account with the CA of this directory; with a new key where there was none. */
  AcmeAccount of(String directory) {
    AcmeAccount known = entities.find(AcmeAccount.class, directory);
    if (known != null) {
      return known;
    }
    try (SubscriberKey key = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1)) {
      AcmeAccount created =
          new AcmeAccount(
              directory,
              rootOfTrust.rootKey().wrap(key.privateKey(), purpose(directory)),
              key.publicKey().getEncoded());
      entities.persist(created);
      entities.flush();
      return created;
    }
  }

  /** Keeps the URL that the CA gave an account. */
  void registered(String directory, String url) {
    entities.find(AcmeAccount.class, directory).registered(url);
  }

  /** Forgets the URL of an account that the CA does not know any more; its key stays. */
  void forget(String directory) {
    entities.find(AcmeAccount.class, directory).forget();
  }

  /** An account's key, which whoever asks closes. */
  SubscriberKey key(AcmeAccount account) {
    try {
      return SubscriberKey.matching(
          rootOfTrust.rootKey().unwrap(account.privateKey(), purpose(account.directory())),
          PublicKeys.decode(account.publicKey()));
    } catch (InvalidCiphertext corrupt) {
      throw new IllegalStateException(
          "the key of the account with " + account.directory() + " is corrupt", corrupt);
    }
  }

  private static byte[] purpose(String directory) {
    return ("latchkey:acme-account:" + directory).getBytes(UTF_8);
  }
}
