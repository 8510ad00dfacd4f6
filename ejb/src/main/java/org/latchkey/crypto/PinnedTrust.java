package org.latchkey.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trust in TLS servers whose chain ends at a root of the platform, or holds a certificate whose
 * SHA-1 thumbprint was registered: the server's own, or that of a CA above it.
 */
public final class PinnedTrust {

  private PinnedTrust() {}

  /**
   * TLS that trusts so; the host's name is for the connection to verify.
   *
   * @param thumbprints SHA-1 of certificates' DER, in hexadecimal
   */
  public static SSLContext context(Set<String> thumbprints) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Pinned(thumbprints)}, Providers.random());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS is not available", e);
    }
  }

  /** The thumbprint of a certificate, 40 lower-case hexadecimal digits. */
  static String thumbprint(X509Certificate certificate) throws CertificateEncodingException {
    MessageDigest digest = Providers.digest("SHA-1");
    return HexFormat.of().formatHex(digest.digest(certificate.getEncoded()));
  }

  private static final class Pinned implements X509TrustManager {

    private final Set<String> thumbprints;
    private final X509TrustManager platform;

    Pinned(Set<String> thumbprints) throws GeneralSecurityException {
      this.thumbprints =
          thumbprints.stream()
              .map(each -> each.toLowerCase(Locale.ROOT))
              .collect(Collectors.toUnmodifiableSet());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((@Nullable KeyStore) null);
      this.platform = (X509TrustManager) factory.getTrustManagers()[0];
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("clients are not trusted");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      try {
        platform.checkServerTrusted(chain, authType);
      } catch (CertificateException unknown) {
        if (!leadsToPinned(chain)) {
          throw unknown;
        }
      }
    }

    /** Whether the chain, as far as its first pinned certificate, is valid now. */
    private boolean leadsToPinned(X509Certificate[] chain) throws CertificateException {
      for (int i = 0; i < chain.length; i++) {
        chain[i].checkValidity();
        if (thumbprints.contains(thumbprint(chain[i]))) {
          return true;
        }
        if (i + 1 == chain.length || !issued(chain[i + 1], chain[i])) {
          return false;
        }
      }
      return false;
    }

    private static boolean issued(X509Certificate issuer, X509Certificate subject) {
      try {
        subject.verify(issuer.getPublicKey());
      } catch (GeneralSecurityException notSigned) {
        return false;
      }
      return issuer.getBasicConstraints() >= 0;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return platform.getAcceptedIssuers();
    }
  }
}
