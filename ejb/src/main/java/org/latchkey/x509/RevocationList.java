package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.BROKEN_CHAIN;
import static org.latchkey.x509.X509Exception.Problem.INVALID_EXTENSION;
import static org.latchkey.x509.X509Exception.Problem.INVALID_VALIDITY;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate revocation list (RFC 5280 section 5), complete or one partition, whole or what was
 * added to one since: version 2, with CRL number and authority key identifier. What is signed has
 * been verified under the authority's key.
 */
public final class RevocationList {

  private static final int MAX_NUMBER_OCTETS = 20;

  private final byte[] encoded;

  private RevocationList(byte[] encoded) {
    this.encoded = encoded;
  }

  /**
   * A certificate that is revoked.
   *
   * @param reason UNSPECIFIED leaves the entry's reason code out, as section 5.3.1 recommends
   */
  public record Entry(BigInteger serialNumber, Instant revokedAt, RevocationReason reason) {}

  /**
   * What a list is about.
   *
   * @param number greater than that of every earlier list of this scope (section 5.2.3)
   * @param thisUpdate when the list is made
   * @param nextUpdate by when the next one is made, later than {@code thisUpdate}
   * @param distributionPoint where a partition is fetched, as the certificates it covers say; null
   *     for a complete list
   * @param base for a delta list, the number of the list that it adds to (section 5.2.4); null for
   *     a list that stands for itself
   * @param freshest where the delta list to this one is fetched (section 5.2.6); null for none
   */
  public record Scope(
      BigInteger number,
      Instant thisUpdate,
      Instant nextUpdate,
      @Nullable String distributionPoint,
      @Nullable BigInteger base,
      @Nullable String freshest) {

    /** A list that stands for itself. */
    public Scope(
        BigInteger number,
        Instant thisUpdate,
        Instant nextUpdate,
        @Nullable String distributionPoint) {
      this(number, thisUpdate, nextUpdate, distributionPoint, null, null);
    }

    public Scope {
      if (base != null && (freshest != null || base.compareTo(number) > 0)) {
        throw new X509Exception(
            INVALID_EXTENSION, "A delta list adds to a list of a lower number, or its own.");
      }
      if (number.signum() < 0 || number.toByteArray().length > MAX_NUMBER_OCTETS) {
        throw new X509Exception(
            INVALID_EXTENSION, "A CRL number must not be negative, nor longer than 20 octets.");
      }
      if (!thisUpdate.isBefore(nextUpdate)) {
        throw new X509Exception(
            INVALID_VALIDITY, "A revocation list must be updated after it is made.");
      }
    }
  }

  /**
   * Makes and signs a list.
   *
   * @param entries without a serial number twice
   * @throws X509Exception if the authority's key usage does not allow it, or an entry is there
   *     twice
   * @throws IllegalStateException if the signature does not verify under the authority's key
   */
  public static RevocationList sign(
      Scope scope, Collection<Entry> entries, RevocationSigner authority) {
    X509CertificateHolder issuer = Certificates.holder(authority.certificate());
    requireCrlSign(issuer);
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(issuer.getSubject(), Date.from(scope.thisUpdate()));
    builder.setNextUpdate(Date.from(scope.nextUpdate()));
    Set<BigInteger> seen = new HashSet<>();
    for (Entry entry : entries) {
      if (!seen.add(entry.serialNumber())) {
        throw new X509Exception(INVALID_EXTENSION, "A serial number is in the list twice.");
      }
      builder.addCRLEntry(
          entry.serialNumber(), Date.from(entry.revokedAt()), entry.reason().code());
    }
    try {
      addExtensions(builder, scope, authority);
      X509CRLHolder list = builder.build(authority.contentSigner());
      if (!list.isSignatureValid(
          new JcaContentVerifierProviderBuilder()
              .setProvider(BouncyCastle.PROVIDER)
              .build(authority.certificate().getPublicKey()))) {
        throw new IllegalStateException("the signature does not verify under the authority's key");
      }
      return new RevocationList(list.getEncoded());
    } catch (IOException | CertException | OperatorCreationException e) {
      throw new IllegalStateException("a revocation list cannot be made", e);
    }
  }

  private static void requireCrlSign(X509CertificateHolder issuer) {
    org.bouncycastle.asn1.x509.KeyUsage usage =
        issuer.getExtensions() == null
            ? null
            : org.bouncycastle.asn1.x509.KeyUsage.fromExtensions(issuer.getExtensions());
    if (usage != null && !usage.hasUsages(org.bouncycastle.asn1.x509.KeyUsage.cRLSign)) {
      throw new X509Exception(
          BROKEN_CHAIN, "The authority's key usage does not let it sign revocation lists.");
    }
  }

  private static void addExtensions(
      X509v2CRLBuilder builder, Scope scope, RevocationSigner authority) throws CertIOException {
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new AuthorityKeyIdentifier(KeyIdentifiers.ofSubject(authority.certificate())));
    builder.addExtension(Extension.cRLNumber, false, new CRLNumber(scope.number()));
    if (scope.base() != null) {
      builder.addExtension(Extension.deltaCRLIndicator, true, new CRLNumber(scope.base()));
    }
    if (scope.distributionPoint() != null) {
      builder.addExtension(
          Extension.issuingDistributionPoint,
          true,
          new IssuingDistributionPoint(
              name(scope.distributionPoint()), false, false, null, false, false));
    }
    if (scope.freshest() != null) {
      builder.addExtension(
          Extension.freshestCRL,
          false,
          new CRLDistPoint(
              new DistributionPoint[] {new DistributionPoint(name(scope.freshest()), null, null)}));
    }
  }

  private static DistributionPointName name(String url) {
    return new DistributionPointName(
        new GeneralNames(
            new org.bouncycastle.asn1.x509.GeneralName(
                org.bouncycastle.asn1.x509.GeneralName.uniformResourceIdentifier, url)));
  }

  /** The list in DER, as it is served under application/pkix-crl (RFC 2585). */
  public byte[] encoded() {
    return encoded.clone();
  }

  public String toPem() {
    return Pem.write("X509 CRL", encoded);
  }
}
