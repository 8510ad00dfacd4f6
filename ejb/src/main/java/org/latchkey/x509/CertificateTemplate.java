package org.latchkey.x509;

import static org.latchkey.x509.ExtendedKeyUsage.ExtendedKeyUsageType.CLIENT_AUTH;
import static org.latchkey.x509.ExtendedKeyUsage.ExtendedKeyUsageType.CODE_SIGNING;
import static org.latchkey.x509.ExtendedKeyUsage.ExtendedKeyUsageType.OCSP_SIGNING;
import static org.latchkey.x509.ExtendedKeyUsage.ExtendedKeyUsageType.SERVER_AUTH;
import static org.latchkey.x509.X509Exception.Problem.INVALID_TEMPLATE;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.ExtendedKeyUsage.ExtendedKeyUsageType;

/**
 * A certificate template of Private CA: what a certificate always has, and what the caller and the
 * request may add.
 *
 * <p>Each extension comes from the first of these that has it: the template, the API call where the
 * template allows API passthrough, the request where it allows CSR passthrough. Subject and subject
 * alternative names come from the API call where that is allowed and has them, otherwise from the
 * request, whatever the template.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/privateca/latest/userguide/template-definitions.html">AWS
 *     Private CA template definitions</a>
 */
public final class CertificateTemplate {

  private static final Pattern ARN =
      Pattern.compile("arn:aws:acm-pca:::template/([A-Za-z0-9_]{1,100})/V1");

  private static final KeyUsage TLS_KEY_USAGE =
      new KeyUsage(true, false, true, false, false, false, false, false, false);
  private static final KeyUsage SIGNING_KEY_USAGE =
      new KeyUsage(true, false, false, false, false, false, false, false, false);
  private static final KeyUsage CA_KEY_USAGE =
      new KeyUsage(true, false, false, false, false, true, true, false, false);

  private static final Map<String, CertificateTemplate> ALL = table();

  /** The template of an IssueCertificate call that names none: EndEntityCertificate/V1. */
  public static final CertificateTemplate DEFAULT = named("EndEntityCertificate");

  /** Where a template takes more from than its own definition. */
  public enum Passthrough {
    NONE(""),
    CSR("_CSRPassthrough"),
    API("_APIPassthrough"),
    API_CSR("_APICSRPassthrough");

    private final String suffix;

    Passthrough(String suffix) {
      this.suffix = suffix;
    }
  }

  /** What kind of certificate a template makes. */
  enum Kind {
    END_ENTITY,
    SUBORDINATE_CA,
    ROOT_CA
  }

  /**
   * What a template and its passthrough varieties share.
   *
   * @param pathLength null where the path is not limited
   * @param keyUsage null where the template defines none
   */
  private record Family(
      String name,
      Kind kind,
      boolean criticalBasicConstraints,
      @Nullable Integer pathLength,
      @Nullable KeyUsage keyUsage,
      List<ExtendedKeyUsageType> extendedKeyUsage,
      boolean criticalExtendedKeyUsage) {

    static Family endEntity(
        String name,
        @Nullable KeyUsage keyUsage,
        boolean criticalExtendedKeyUsage,
        ExtendedKeyUsageType... extendedKeyUsage) {
      return new Family(
          name,
          Kind.END_ENTITY,
          false,
          null,
          keyUsage,
          List.of(extendedKeyUsage),
          criticalExtendedKeyUsage);
    }

    static Family authority(
        String name, Kind kind, @Nullable Integer pathLength, @Nullable KeyUsage keyUsage) {
      return new Family(name, kind, true, pathLength, keyUsage, List.of(), false);
    }
  }

  private final Family family;
  private final Passthrough passthrough;

  private CertificateTemplate(Family family, Passthrough passthrough) {
    this.family = family;
    this.passthrough = passthrough;
  }

  private static Map<String, CertificateTemplate> table() {
    Passthrough[] every = Passthrough.values();
    Passthrough[] any = {Passthrough.CSR, Passthrough.API, Passthrough.API_CSR};
    Map<String, CertificateTemplate> table = new LinkedHashMap<>();
    put(
        table,
        Family.endEntity("EndEntityCertificate", TLS_KEY_USAGE, false, SERVER_AUTH, CLIENT_AUTH),
        every);
    put(
        table,
        Family.endEntity("EndEntityClientAuthCertificate", TLS_KEY_USAGE, false, CLIENT_AUTH),
        every);
    put(
        table,
        Family.endEntity("EndEntityServerAuthCertificate", TLS_KEY_USAGE, false, SERVER_AUTH),
        every);
    put(
        table,
        Family.endEntity("CodeSigningCertificate", SIGNING_KEY_USAGE, true, CODE_SIGNING),
        every);
    put(
        table,
        Family.endEntity("OCSPSigningCertificate", SIGNING_KEY_USAGE, true, OCSP_SIGNING),
        every);
    put(table, Family.endEntity("BlankEndEntityCertificate", null, false), any);
    put(
        table,
        new Family(
            "BlankEndEntityCertificate_CriticalBasicConstraints",
            Kind.END_ENTITY,
            true,
            null,
            null,
            List.of(),
            false),
        any);
    put(
        table,
        Family.authority("RootCACertificate", Kind.ROOT_CA, null, CA_KEY_USAGE),
        Passthrough.NONE,
        Passthrough.API);
    put(
        table,
        Family.authority("BlankRootCACertificate", Kind.ROOT_CA, null, null),
        Passthrough.API);
    for (int length = 0; length <= 3; length++) {
      String suffix = "_PathLen" + length;
      put(
          table,
          Family.authority("BlankRootCACertificate" + suffix, Kind.ROOT_CA, length, null),
          Passthrough.API);
      put(
          table,
          Family.authority(
              "SubordinateCACertificate" + suffix, Kind.SUBORDINATE_CA, length, CA_KEY_USAGE),
          every);
      put(
          table,
          Family.authority(
              "BlankSubordinateCACertificate" + suffix, Kind.SUBORDINATE_CA, length, null),
          any);
    }
    return Collections.unmodifiableMap(table);
  }

  private static void put(
      Map<String, CertificateTemplate> table, Family family, Passthrough... varieties) {
    for (Passthrough variety : varieties) {
      CertificateTemplate template = new CertificateTemplate(family, variety);
      table.put(template.name(), template);
    }
  }

  private static CertificateTemplate named(String name) {
    CertificateTemplate template = ALL.get(name);
    if (template == null) {
      throw new X509Exception(INVALID_TEMPLATE, "There is no certificate template " + name + ".");
    }
    return template;
  }

  /**
   * The template of an ARN {@code arn:aws:acm-pca:::template/NAME/V1}.
   *
   * @throws X509Exception if it is no such ARN, or there is no template of that name
   */
  public static CertificateTemplate parse(String arn) {
    Matcher matcher = ARN.matcher(arn);
    if (!matcher.matches()) {
      throw new X509Exception(INVALID_TEMPLATE, "The template ARN is not valid.");
    }
    return named(matcher.group(1));
  }

  /** Every template there is. */
  public static Collection<CertificateTemplate> all() {
    return ALL.values();
  }

  /** The name without its version, for example {@code EndEntityCertificate_CSRPassthrough}. */
  public String name() {
    return family.name() + passthrough.suffix;
  }

  public String arn() {
    return "arn:aws:acm-pca:::template/" + name() + "/V1";
  }

  /** Whether its certificates are those of authorities. */
  public boolean isAuthority() {
    return family.kind() != Kind.END_ENTITY;
  }

  /** Whether its certificates are self-signed. */
  public boolean isRoot() {
    return family.kind() == Kind.ROOT_CA;
  }

  boolean passesApi() {
    return passthrough == Passthrough.API || passthrough == Passthrough.API_CSR;
  }

  boolean passesCsr() {
    return passthrough == Passthrough.CSR || passthrough == Passthrough.API_CSR;
  }

  boolean criticalBasicConstraints() {
    return family.criticalBasicConstraints();
  }

  /** How many authorities may follow, or null without a limit. */
  public @Nullable Integer pathLength() {
    return family.pathLength();
  }

  /** Null where the template defines none. */
  @Nullable KeyUsage keyUsage() {
    return family.keyUsage();
  }

  /** Empty where the template defines none. */
  List<ExtendedKeyUsageType> extendedKeyUsage() {
    return family.extendedKeyUsage();
  }

  boolean criticalExtendedKeyUsage() {
    return family.criticalExtendedKeyUsage();
  }

  @Override
  public String toString() {
    return name() + "/V1";
  }
}
