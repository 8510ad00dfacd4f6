package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.INVALID_EXTENSION;
import static org.latchkey.x509.X509Exception.Problem.MALFORMED;
import static org.latchkey.x509.X509Exception.Problem.NO_PROOF_OF_POSSESSION;

import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/**
 * A request for a certificate (PKCS #10, RFC 2986).
 *
 * <p>Whoever made it holds the private key: its signature has been verified, and its public key is
 * one of {@link KeyAlgorithm}'s. There is no unverified request.
 */
public final class SigningRequest {

  private static final String NOT_PKCS10 =
      "The certificate signing request is not a PKCS #10 request.";

  private final PKCS10CertificationRequest request;
  private final PublicKey publicKey;
  private final KeyAlgorithm keyAlgorithm;
  private final org.bouncycastle.asn1.x509.@Nullable Extensions extensions;

  private SigningRequest(PKCS10CertificationRequest request) {
    this.request = request;
    this.publicKey = PublicKeys.decode(request.getSubjectPublicKeyInfo());
    this.keyAlgorithm = KeyAlgorithm.of(publicKey);
    this.extensions = requestedExtensions(request);
    verify();
  }

  /**
   * Reads a request in DER.
   *
   * @throws X509Exception if it is no request, if its key is not supported, or if it is not signed
   *     by that key
   */
  public static SigningRequest read(byte[] der) {
    return Asn1.read(NOT_PKCS10, () -> new SigningRequest(new PKCS10CertificationRequest(der)));
  }

  /**
   * Makes a subscriber's request.
   *
   * @param names the subject alternative names; none leaves the extension out
   * @param signer signs with the private key of {@code key}
   */
  public static SigningRequest build(
      DistinguishedName subject,
      List<GeneralName> names,
      PublicKey key,
      SignatureAlgorithm algorithm,
      TbsSigner signer) {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    if (!names.isEmpty()) {
      add(extensions, Extension.subjectAlternativeName, false, generalNames(names));
    }
    return build(subject.toX500Name(), key, extensions, algorithm, signer);
  }

  /**
   * Makes a request for what is to be certified under a name below an authority's own, so that
   * whatever name constraints let the authority's name pass let this one pass, too (RFC 5280
   * section 4.2.1.10).
   *
   * @param commonName what is added to the authority's name
   */
  public static SigningRequest below(
      X509Certificate authority,
      String commonName,
      PublicKey key,
      SignatureAlgorithm algorithm,
      TbsSigner signer) {
    X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
    for (RDN each : Certificates.holder(authority).getSubject().getRDNs()) {
      name.addMultiValuedRDN(each.getTypesAndValues());
    }
    name.addRDN(BCStyle.CN, commonName);
    return build(name.build(), key, new ExtensionsGenerator(), algorithm, signer);
  }

  /**
   * Makes an authority's request, with the extensions of its configuration, and basic constraints
   * that say what it is for: there are authorities that go by the request.
   */
  public static SigningRequest build(
      DistinguishedName subject,
      CsrExtensions requested,
      PublicKey key,
      SignatureAlgorithm algorithm,
      TbsSigner signer) {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    add(extensions, Extension.basicConstraints, true, new BasicConstraints(true));
    if (requested.keyUsage() != null) {
      add(extensions, Extension.keyUsage, true, requested.keyUsage().encode());
    }
    if (requested.subjectInformationAccess() != null) {
      ASN1EncodableVector access = new ASN1EncodableVector();
      requested.subjectInformationAccess().forEach(each -> access.add(each.encode()));
      add(extensions, Extension.subjectInfoAccess, false, new DERSequence(access));
    }
    return build(subject.toX500Name(), key, extensions, algorithm, signer);
  }

  private static SigningRequest build(
      X500Name subject,
      PublicKey key,
      ExtensionsGenerator extensions,
      SignatureAlgorithm algorithm,
      TbsSigner signer) {
    PKCS10CertificationRequestBuilder builder =
        new PKCS10CertificationRequestBuilder(subject, PublicKeys.info(key));
    if (!extensions.isEmpty()) {
      builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
    }
    return new SigningRequest(builder.build(new TbsContentSigner(algorithm, signer)));
  }

  static GeneralNames generalNames(List<GeneralName> names) {
    return new GeneralNames(
        names.stream()
            .map(GeneralName::encode)
            .toArray(org.bouncycastle.asn1.x509.GeneralName[]::new));
  }

  private static void add(
      ExtensionsGenerator extensions,
      ASN1ObjectIdentifier type,
      boolean critical,
      ASN1Encodable value) {
    try {
      extensions.addExtension(type, critical, value);
    } catch (IOException e) {
      throw new X509Exception(INVALID_EXTENSION, "Extension " + type + " cannot be encoded.");
    }
  }

  private void verify() {
    boolean signed;
    try {
      signed =
          request.isSignatureValid(
              new JcaContentVerifierProviderBuilder()
                  .setProvider(BouncyCastle.PROVIDER)
                  .build(publicKey));
    } catch (PKCSException | OperatorCreationException | RuntimeException unusable) {
      signed = false;
    }
    if (!signed) {
      throw new X509Exception(
          NO_PROOF_OF_POSSESSION,
          "The certificate signing request is not signed by the key that it holds.");
    }
  }

  private static org.bouncycastle.asn1.x509.@Nullable Extensions requestedExtensions(
      PKCS10CertificationRequest request) {
    Attribute[] attributes =
        request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest);
    if (attributes.length == 0) {
      return null;
    }
    if (attributes.length > 1 || attributes[0].getAttributeValues().length != 1) {
      throw new X509Exception(MALFORMED, NOT_PKCS10);
    }
    return org.bouncycastle.asn1.x509.Extensions.getInstance(attributes[0].getAttributeValues()[0]);
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  public KeyAlgorithm keyAlgorithm() {
    return keyAlgorithm;
  }

  /** The subject as {@link DistinguishedName#toString} writes names; empty where it has none. */
  public String subject() {
    return request.getSubject().toString();
  }

  /** The request in DER. */
  public byte[] encoded() {
    try {
      return request.toASN1Structure().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("a request without an encoding", e);
    }
  }

  X500Name subjectName() {
    return request.getSubject();
  }

  /** The extensions that are asked for; null where there are none. */
  org.bouncycastle.asn1.x509.@Nullable Extensions extensions() {
    return extensions;
  }
}
