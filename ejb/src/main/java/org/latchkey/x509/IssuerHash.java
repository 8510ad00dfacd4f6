package org.latchkey.x509;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * How OCSP requests name the issuer of a certificate (CertID's hashAlgorithm, RFC 6960 section
 * 4.1.1), in the ways that clients do: by SHA-1, which RFC 5019 section 2.1.1 asks of all, or by
 * SHA-256; the algorithm's parameters being NULL, as most write it, or left out. An answer repeats
 * the way that it was asked in.
 */
public enum IssuerHash {
  SHA1(OIWObjectIdentifiers.idSHA1, false),
  SHA1_NULL(OIWObjectIdentifiers.idSHA1, true),
  SHA256(NISTObjectIdentifiers.id_sha256, false),
  SHA256_NULL(NISTObjectIdentifiers.id_sha256, true);

  private final String algorithm;
  private final boolean hasNull;

  IssuerHash(ASN1ObjectIdentifier algorithm, boolean hasNull) {
    this.algorithm = algorithm.getId();
    this.hasNull = hasNull;
  }

  static Optional<IssuerHash> of(AlgorithmIdentifier algorithm) {
    return Arrays.stream(values()).filter(hash -> hash.algorithm().equals(algorithm)).findFirst();
  }

  AlgorithmIdentifier algorithm() {
    ASN1ObjectIdentifier id = new ASN1ObjectIdentifier(algorithm);
    return hasNull ? new AlgorithmIdentifier(id, DERNull.INSTANCE) : new AlgorithmIdentifier(id);
  }
}
