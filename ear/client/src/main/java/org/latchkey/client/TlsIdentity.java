package org.latchkey.client;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its private key, for a TLS server.
 *
 * <p>The key exists in this object only: it is not in a key store, and not written anywhere.
 */
public final class TlsIdentity {
  private static final String ALIAS = "certificate";
  private static final int CHALLENGE_BYTES = 32;

  private final PrivateKey privateKey;
  private final List<X509Certificate> chain;

  private TlsIdentity(PrivateKey privateKey, List<X509Certificate> chain) {
    this.privateKey = privateKey;
    this.chain = chain;
  }

  /**
   * Puts together what was delivered and decrypted.
   *
   * @param delivery the certificate and its chain
   * @param pkcs8 the private key, PKCS #8 (RFC 5958), DER; not kept, the caller zeroes it
   * @throws IllegalArgumentException where either cannot be read, or they don't belong together
   */
  public static TlsIdentity of(CertificateDelivery delivery, byte[] pkcs8) {
    List<X509Certificate> chain =
        new ArrayList<>(Pem.certificates(delivery.certificate()).subList(0, 1));
    String delivered = delivery.certificateChain();
    if (delivered != null && !delivered.isBlank()) {
      Pem.certificates(delivered).stream()
          .filter(certificate -> !isSelfIssued(certificate))
          .forEach(chain::add);
    }
    PublicKey publicKey = chain.get(0).getPublicKey();
    try {
      PrivateKey privateKey =
          KeyFactory.getInstance(publicKey.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      if (!belongTogether(privateKey, publicKey)) {
        throw new IllegalArgumentException("The private key is not that of the certificate");
      }
      return new TlsIdentity(privateKey, List.copyOf(chain));
    } catch (GeneralSecurityException e) {
      // Without its cause: what the key could not be read from must not end in a log.
      throw new IllegalArgumentException("The private key cannot be read");
    }
  }

  /** A TLS context that shows this certificate to every client. */
  public SSLContext serverContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(new KeyManager[] {new ServerKeyManager()}, null, null);
      return context;
    } catch (NoSuchAlgorithmException | KeyManagementException e) {
      throw new IllegalStateException("The Java runtime has no TLS 1.3", e);
    }
  }

  /**
   * Puts certificate and key into a key store.
   *
   * @param password the key's
   * @throws KeyStoreException where the key store does not take them
   */
  public void store(KeyStore keystore, char[] password) throws KeyStoreException {
    keystore.setKeyEntry(ALIAS, privateKey, password, chain.toArray(X509Certificate[]::new));
  }

  /** The certificate and those above it, without the root, which a client has to know itself. */
  public List<X509Certificate> chain() {
    return chain;
  }

  private static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey)
      throws GeneralSecurityException {
    String algorithm = publicKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    byte[] challenge = new byte[CHALLENGE_BYTES];
    new SecureRandom().nextBytes(challenge);
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(privateKey);
    signer.update(challenge);
    byte[] signature = signer.sign();
    signer.initVerify(publicKey);
    signer.update(challenge);
    return signer.verify(signature);
  }

  /** Offers the one certificate where the client accepts its kind of key. */
  private final class ServerKeyManager extends X509ExtendedKeyManager {
    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return fits(keyType) ? new String[] {ALIAS} : null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return fits(keyType) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return fits(keyType) ? ALIAS : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return privateKey;
    }

    private boolean fits(String keyType) {
      return keyType.equals(privateKey.getAlgorithm());
    }
  }
}
