package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.INVALID_EXTENSION;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.CertificateIssuer.RevocationAddresses;
import org.latchkey.x509.KeyAlgorithm.Family;

/**
 * The extensions of one certificate: what the request asks for, overlaid by what the API call says,
 * overlaid by the template and the authority's configuration, so that the later one wins.
 */
final class ExtensionComposer {

  private static final int MAX_EXTENSIONS = 150;
  private static final int MAX_NAMES = 150;
  private static final int MAX_POLICIES = 20;
  private static final int MAX_PURPOSES = 20;
  private static final int MAX_BASE64 = 4096;

  private final IssuanceRequest request;
  private final CertificateTemplate template;
  private final @Nullable X509Certificate issuer;
  private final RevocationAddresses revocation;
  private final Map<ASN1ObjectIdentifier, Extension> composed = new LinkedHashMap<>();

  /**
   * @param issuer null for a self-signed certificate
   */
  ExtensionComposer(
      IssuanceRequest request, @Nullable X509Certificate issuer, RevocationAddresses revocation) {
    this.request = request;
    this.template = request.template();
    this.issuer = issuer;
    this.revocation = revocation;
  }

  org.bouncycastle.asn1.x509.Extensions compose(X500Name subject) {
    fromCsr();
    ApiPassthrough api = request.apiPassthrough();
    if (template.passesApi() && api != null && api.extensions() != null) {
      fromApi(api.extensions());
    }
    fromTemplate();
    fromIssuer();
    criticalNamesWithoutSubject(subject);
    return new org.bouncycastle.asn1.x509.Extensions(composed.values().toArray(new Extension[0]));
  }

  private void fromCsr() {
    org.bouncycastle.asn1.x509.Extensions requested = request.csr().extensions();
    if (requested == null) {
      return;
    }
    for (ASN1ObjectIdentifier type : requested.getExtensionOIDs()) {
      if (template.passesCsr() || type.equals(Extension.subjectAlternativeName)) {
        composed.put(type, requested.getExtension(type));
      }
    }
  }

  private void fromApi(Extensions api) {
    Map<ASN1ObjectIdentifier, Extension> given = new LinkedHashMap<>();
    if (api.subjectAlternativeNames() != null) {
      bound("SubjectAlternativeNames", api.subjectAlternativeNames(), MAX_NAMES);
      GeneralNames names = SigningRequest.generalNames(api.subjectAlternativeNames());
      addOnce(given, extension(Extension.subjectAlternativeName, false, names));
    }
    if (api.keyUsage() != null) {
      addOnce(given, extension(Extension.keyUsage, true, api.keyUsage().encode()));
    }
    if (api.extendedKeyUsage() != null) {
      bound("ExtendedKeyUsage", api.extendedKeyUsage(), MAX_PURPOSES);
      addOnce(
          given,
          extension(
              Extension.extendedKeyUsage,
              false,
              new org.bouncycastle.asn1.x509.ExtendedKeyUsage(
                  api.extendedKeyUsage().stream()
                      .map(ExtendedKeyUsage::encode)
                      .toArray(KeyPurposeId[]::new))));
    }
    if (api.certificatePolicies() != null) {
      bound("CertificatePolicies", api.certificatePolicies(), MAX_POLICIES);
      ASN1EncodableVector policies = new ASN1EncodableVector();
      api.certificatePolicies().forEach(policy -> policies.add(policy.encode()));
      addOnce(given, extension(Extension.certificatePolicies, false, new DERSequence(policies)));
    }
    if (api.customExtensions() != null) {
      bound("CustomExtensions", api.customExtensions(), MAX_EXTENSIONS);
      api.customExtensions().forEach(custom -> addOnce(given, custom(custom)));
    }
    composed.putAll(given);
  }

  private static void bound(String member, List<?> values, int limit) {
    if (values.isEmpty() || values.size() > limit) {
      throw new X509Exception(INVALID_EXTENSION, member + " must be 1 to " + limit + ".");
    }
  }

  private static void addOnce(Map<ASN1ObjectIdentifier, Extension> given, Extension extension) {
    if (given.put(extension.getExtnId(), extension) != null) {
      throw new X509Exception(
          INVALID_EXTENSION, "The extension " + extension.getExtnId() + " is given twice.");
    }
  }

  private static Extension custom(CustomExtension custom) {
    ASN1ObjectIdentifier type = ObjectIdentifiers.parse(custom.objectIdentifier());
    try {
      if (custom.value().length() > MAX_BASE64) {
        throw new IllegalArgumentException();
      }
      byte[] der = Base64.getDecoder().decode(custom.value());
      // An extension's value is the DER of some type (RFC 5280 section 4.2).
      ASN1Primitive value = ASN1Primitive.fromByteArray(der);
      if (value == null) {
        throw new IllegalArgumentException();
      }
      return new Extension(type, Boolean.TRUE.equals(custom.critical()), new DEROctetString(der));
    } catch (IOException | IllegalArgumentException e) {
      throw new X509Exception(
          INVALID_EXTENSION, "The value of extension " + type + " is not DER in base64.");
    }
  }

  private void fromTemplate() {
    put(Extension.basicConstraints, template.criticalBasicConstraints(), basicConstraints());
    KeyUsage usage = template.keyUsage();
    if (usage != null) {
      put(Extension.keyUsage, true, suited(usage).encode());
    }
    if (!template.extendedKeyUsage().isEmpty()) {
      put(
          Extension.extendedKeyUsage,
          template.criticalExtendedKeyUsage(),
          new org.bouncycastle.asn1.x509.ExtendedKeyUsage(
              template.extendedKeyUsage().stream()
                  .map(ExtendedKeyUsage::of)
                  .map(ExtendedKeyUsage::encode)
                  .toArray(KeyPurposeId[]::new)));
    }
    if (template.isRoot()) {
      composed.remove(Extension.cRLDistributionPoints);
    }
  }

  private BasicConstraints basicConstraints() {
    Integer pathLength = template.pathLength();
    return pathLength == null
        ? new BasicConstraints(template.isAuthority())
        : new BasicConstraints(pathLength);
  }

  /**
   * The template's key usage without keyEncipherment where a key can only sign: RFC 8813 section 3
   * and RFC 9881 section 5 forbid it there, though the template has it for every key.
   */
  private KeyUsage suited(KeyUsage usage) {
    Family family = request.csr().keyAlgorithm().family();
    if (family == Family.RSA || family == Family.SM2) {
      return usage;
    }
    return new KeyUsage(
        usage.digitalSignature(),
        usage.nonRepudiation(),
        false,
        false,
        usage.keyAgreement(),
        usage.keyCertSign(),
        usage.crlSign(),
        usage.encipherOnly(),
        usage.decipherOnly());
  }

  private void fromIssuer() {
    SubjectPublicKeyInfo key = PublicKeys.info(request.csr().publicKey());
    // SHA-1 as RFC 5280 section 4.2.1.2 method (1) has it: an identifier, no security rests on it.
    put(
        Extension.subjectKeyIdentifier,
        false,
        new BcX509ExtensionUtils().createSubjectKeyIdentifier(key));
    composed.remove(Extension.authorityKeyIdentifier);
    if (issuer != null) {
      put(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(KeyIdentifiers.ofSubject(issuer)));
    }
    if (!revocation.crlUrls().isEmpty() && !template.isRoot()) {
      put(Extension.cRLDistributionPoints, false, distributionPoints(revocation.crlUrls()));
    }
    if (!template.isRoot()
        && !(revocation.ocspUrls().isEmpty() && revocation.caIssuersUrls().isEmpty())) {
      put(Extension.authorityInfoAccess, false, authorityInformationAccess());
    }
  }

  private static CRLDistPoint distributionPoints(List<String> urls) {
    return new CRLDistPoint(
        urls.stream()
            .map(
                url ->
                    new DistributionPoint(
                        new DistributionPointName(new GeneralNames(uri(url))), null, null))
            .toArray(DistributionPoint[]::new));
  }

  private AuthorityInformationAccess authorityInformationAccess() {
    ASN1EncodableVector access = new ASN1EncodableVector();
    revocation
        .ocspUrls()
        .forEach(url -> access.add(new AccessDescription(AccessDescription.id_ad_ocsp, uri(url))));
    revocation
        .caIssuersUrls()
        .forEach(
            url -> access.add(new AccessDescription(AccessDescription.id_ad_caIssuers, uri(url))));
    return AuthorityInformationAccess.getInstance(new DERSequence(access));
  }

  private static org.bouncycastle.asn1.x509.GeneralName uri(String url) {
    return new org.bouncycastle.asn1.x509.GeneralName(
        org.bouncycastle.asn1.x509.GeneralName.uniformResourceIdentifier, url);
  }

  /** RFC 5280 section 4.2.1.6: critical where there is no subject, and not critical otherwise. */
  private void criticalNamesWithoutSubject(X500Name subject) {
    Extension names = composed.get(Extension.subjectAlternativeName);
    if (names != null) {
      composed.put(
          Extension.subjectAlternativeName,
          new Extension(
              Extension.subjectAlternativeName,
              subject.getRDNs().length == 0,
              names.getExtnValue()));
    }
  }

  private void put(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
    composed.put(type, extension(type, critical, value));
  }

  private static Extension extension(
      ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
    try {
      return new Extension(
          type, critical, new DEROctetString(value.toASN1Primitive().getEncoded(ASN1Encoding.DER)));
    } catch (IOException e) {
      throw new X509Exception(INVALID_EXTENSION, "Extension " + type + " cannot be encoded.");
    }
  }
}
