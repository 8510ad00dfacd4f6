package org.latchkey.web.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.latchkey.crypto.SecretBytes;

/** A reply in AWS Query's XML: a member is an element, a list's element is {@code member}. */
final class XmlDocument implements Document {

  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);
  private final XMLStreamWriter writer;

  /** What the XML writer does, whose exceptions are all of one kind. */
  private interface Step {
    void run() throws XMLStreamException;
  }

  /** Begins a document whose root element lies in that namespace. */
  XmlDocument(String root, String namespace) throws IOException {
    try {
      writer = FACTORY.createXMLStreamWriter(out, UTF_8.name());
      writer.writeStartElement(root);
      writer.writeDefaultNamespace(namespace);
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  byte[] toByteArray() throws IOException {
    step(
        () -> {
          writer.writeEndDocument();
          writer.flush();
        });
    return out.toByteArray();
  }

  void element(String name, String text) throws IOException {
    beginMember(name);
    string(text);
    endMember();
  }

  @Override
  public void beginStructure() {}

  @Override
  public void endStructure() {}

  @Override
  public void beginList() {}

  @Override
  public void endList() {}

  @Override
  public void beginElement() throws IOException {
    beginMember("member");
  }

  @Override
  public void endElement() throws IOException {
    endMember();
  }

  @Override
  public void beginMap() {}

  @Override
  public void endMap() {}

  /** A key is text: it never becomes an element's name. */
  @Override
  public void beginEntry(String key) throws IOException {
    beginMember("entry");
    element("key", key);
    beginMember("value");
  }

  @Override
  public void endEntry() throws IOException {
    endMember();
    endMember();
  }

  @Override
  public void beginMember(String name) throws IOException {
    step(() -> writer.writeStartElement(name));
  }

  @Override
  public void endMember() throws IOException {
    step(writer::writeEndElement);
  }

  @Override
  public void string(String value) throws IOException {
    String legal =
        value
            .codePoints()
            .map(c -> isLegal(c) ? c : '\uFFFD')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    step(() -> writer.writeCharacters(legal));
  }

  /** XML 1.0, section 2.2: most control characters cannot be written at all. */
  private static boolean isLegal(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  @Override
  public void secretString(SecretBytes value) throws IOException {
    string(new String(value.expose(), UTF_8));
  }

  @Override
  public void integer(long value) throws IOException {
    string(Long.toString(value));
  }

  @Override
  public void decimal(double value) throws IOException {
    string(Double.toString(value));
  }

  @Override
  public void bool(boolean value) throws IOException {
    string(Boolean.toString(value));
  }

  @Override
  public void blob(byte[] value) throws IOException {
    string(Base64.getEncoder().encodeToString(value));
  }

  @Override
  public void timestamp(Instant value) throws IOException {
    string(value.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static void step(Step step) throws IOException {
    try {
      step.run();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }
}
