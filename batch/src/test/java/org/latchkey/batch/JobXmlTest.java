package org.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Named;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the XML of a job names is there. */
class JobXmlTest {

  private static Document xml(Job job) throws Exception {
    try (InputStream in =
        Job.class.getResourceAsStream("/META-INF/batch-jobs/" + job.id() + ".xml")) {
      assertThat(in).isNotNull();
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
    }
  }

  @ParameterizedTest
  @EnumSource(Job.class)
  void jobXml_hasTheJobsId(Job job) throws Exception {
    assertThat(xml(job).getDocumentElement().getAttribute("id")).isEqualTo(job.id());
    assertThat(Job.withId(job.id())).contains(job);
  }

  @ParameterizedTest
  @EnumSource(Job.class)
  void jobXml_namesBeansOfThisPackage(Job job) throws Exception {
    List<String> names = new ArrayList<>();
    NodeList elements = xml(job).getElementsByTagName("*");
    for (int i = 0; i < elements.getLength(); i++) {
      String name = ((Element) elements.item(i)).getAttribute("ref");
      if (!name.isEmpty()) {
        names.add(name);
      }
    }

    int steps = xml(job).getElementsByTagName("step").getLength();
    assertThat(names).hasSize(1 + 2 * steps);
    for (String name : names) {
      String type = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
      assertThat(Class.forName(Job.class.getPackageName() + '.' + type)).hasAnnotation(Named.class);
    }
  }
}
