package org.latchkey.client.demo;

import java.util.List;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;

/** Step 1: a certificate, and with it the KMS key of ACM in this account and Region. */
final class IssuingStep {
  private static final String ALIAS = "alias/aws/acm";
  private static final String AUTHORITY = "Latchkey Demo Root CA";
  private static final String DOMAIN_NAME = "web.latchkey.test";
  private static final String SECOND_DOMAIN_NAME = "api.latchkey.test";

  private final Clients clients;
  private final Narrator narrator;
  private final Region region;
  private final Region otherRegion;

  /**
   * What the later steps go on with.
   *
   * @param authority the authority that clients trust
   * @param certificate the certificate
   * @param exported the same with its private key
   */
  record Issued(
      RootAuthority authority, IssuedCertificate certificate, ExportedCertificate exported) {}

  IssuingStep(DemoSettings settings, Clients clients, Narrator narrator) {
    this.clients = clients;
    this.narrator = narrator;
    this.region = settings.region();
    this.otherRegion = region.equals(Region.EU_WEST_1) ? Region.US_WEST_2 : Region.EU_WEST_1;
  }

  Issued run() {
    narrator.step("A private certificate authority issues a certificate");
    boolean hadKey = !aliases(region).isEmpty();
    boolean otherHadKey = !aliases(otherRegion).isEmpty();
    RootAuthority authority = RootAuthority.create(clients.acmPca(), AUTHORITY);
    narrator.checked("The root authority CN=" + AUTHORITY + " is ACTIVE.");
    narrator.detail(authority.arn());

    AcmClient acm = clients.acm();
    IssuedCertificate certificate = IssuedCertificate.request(acm, authority, DOMAIN_NAME);
    narrator.checked("Its certificate for " + DOMAIN_NAME + " is ISSUED.");
    narrator.detail(certificate.arn());

    String key = theKey(region);
    narrator.checked(
        hadKey
            ? ALIAS + " is there; it was made by an earlier run."
            : ALIAS + " has appeared: the key that protects ACM's private keys here.");
    narrator.detail("key " + key + " in " + region);

    IssuedCertificate.request(acm, authority, SECOND_DOMAIN_NAME);
    DemoFailure.unless(
        theKey(region).equals(key), "A second request should use the same key, but made another.");
    narrator.checked("A second request made no second key.");

    ExportedCertificate exported = ExportedCertificate.of(acm, certificate.arn());
    showOtherRegion(exported, key, otherHadKey);
    return new Issued(authority, certificate, exported);
  }

  private void showOtherRegion(ExportedCertificate exported, String key, boolean otherHadKey) {
    DemoFailure.unless(
        otherHadKey || aliases(otherRegion).isEmpty(),
        ALIAS + " should be of one Region, but is in " + otherRegion + " as well.");
    exported.importInto(clients.acm(otherRegion));
    String otherKey = theKey(otherRegion);
    DemoFailure.unless(
        !otherKey.equals(key), otherRegion + " should have a key of its own, but shares this one.");
    narrator.checked(
        otherRegion
            + (otherHadKey ? " has" : " had none, and with its first certificate got")
            + " a key of its own.");
    narrator.detail("key " + otherKey + " in " + otherRegion);
  }

  private String theKey(Region where) {
    List<AliasListEntry> aliases = aliases(where);
    DemoFailure.unless(
        aliases.size() == 1,
        where + " should have " + ALIAS + " once, but has it " + aliases.size() + " times.");
    String key = aliases.get(0).targetKeyId();
    DemoFailure.unless(key != null, ALIAS + " should stand for a key, but has none.");
    return key;
  }

  private List<AliasListEntry> aliases(Region where) {
    KmsClient kms = clients.kms(where);
    return kms.listAliasesPaginator().aliases().stream()
        .filter(alias -> ALIAS.equals(alias.aliasName()))
        .toList();
  }
}
