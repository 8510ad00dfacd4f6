package org.latchkey.tests.container;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The enterprise archive as built, with a web module of test classes added. */
public final class ShippedArchive {
  private static final String DESCRIPTOR = "/META-INF/application.xml";
  private static final String MODULE =
      "<module><web><web-uri>%1$s.war</web-uri><context-root>/%1$s</context-root></web></module>";

  private ShippedArchive() {}

  /** The archive with these classes, which run in the container. */
  static EnterpriseArchive with(Class<?>... testClasses) {
    WebArchive tests =
        ShrinkWrap.create(WebArchive.class, "tests.war")
            .addClasses(testClasses)
            .addAsLibrary(jarOf(Assertions.class));
    return with("tests", Testable.archiveToTest(tests));
  }

  /** The archive with a web module of this name, at the path of the same name. */
  public static EnterpriseArchive with(String name, Class<?>... classes) {
    return with(name, ShrinkWrap.create(WebArchive.class, name + ".war").addClasses(classes));
  }

  private static EnterpriseArchive with(String name, WebArchive module) {
    EnterpriseArchive archive =
        ShrinkWrap.create(ZipImporter.class, "latchkey.ear")
            .importFrom(new File(System.getProperty("latchkey.ear")))
            .as(EnterpriseArchive.class);
    String descriptor = descriptor(archive);
    archive.delete(DESCRIPTOR);
    archive.setApplicationXML(
        new StringAsset(
            descriptor.replaceFirst("<library-directory>", MODULE.formatted(name) + "$0")));
    return archive.addAsModule(module);
  }

  private static String descriptor(EnterpriseArchive archive) {
    try (InputStream in = archive.get(DESCRIPTOR).getAsset().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static File jarOf(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
