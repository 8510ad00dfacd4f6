package org.latchkey.web.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import org.latchkey.crypto.SecretBytes;

/** A reply in AWS JSON 1.1: blobs are base64, timestamps epoch seconds with milliseconds. */
final class JsonDocument implements Document, AutoCloseable {

  /** Holds the longest plaintext of KMS in base64 without growing, and so without a stray copy. */
  private static final int CAPACITY = 8_192;

  /** What was written may be plaintext, and leaves only as a copy. */
  private static final class Buffer extends ByteArrayOutputStream {

    Buffer() {
      super(CAPACITY);
    }

    synchronized void zero() {
      Arrays.fill(buf, (byte) 0);
    }
  }

  private final Buffer out = new Buffer();
  private final JsonGenerator generator;

  JsonDocument() throws IOException {
    generator = JsonInput.FACTORY.createGenerator(out);
  }

  byte[] toByteArray() throws IOException {
    generator.flush();
    return out.toByteArray();
  }

  @Override
  public void beginStructure() throws IOException {
    generator.writeStartObject();
  }

  @Override
  public void endStructure() throws IOException {
    generator.writeEndObject();
  }

  @Override
  public void beginList() throws IOException {
    generator.writeStartArray();
  }

  @Override
  public void endList() throws IOException {
    generator.writeEndArray();
  }

  @Override
  public void beginElement() {}

  @Override
  public void endElement() {}

  @Override
  public void beginMap() throws IOException {
    generator.writeStartObject();
  }

  @Override
  public void endMap() throws IOException {
    generator.writeEndObject();
  }

  @Override
  public void beginEntry(String key) throws IOException {
    generator.writeFieldName(key);
  }

  @Override
  public void endEntry() {}

  @Override
  public void beginMember(String name) throws IOException {
    generator.writeFieldName(name);
  }

  @Override
  public void endMember() {}

  @Override
  public void string(String value) throws IOException {
    generator.writeString(value);
  }

  @Override
  public void secretString(SecretBytes value) throws IOException {
    generator.writeUTF8String(value.expose(), 0, value.length());
  }

  @Override
  public void integer(long value) throws IOException {
    generator.writeNumber(value);
  }

  @Override
  public void decimal(double value) throws IOException {
    generator.writeNumber(value);
  }

  @Override
  public void bool(boolean value) throws IOException {
    generator.writeBoolean(value);
  }

  @Override
  public void blob(byte[] value) throws IOException {
    generator.writeBinary(value);
  }

  @Override
  public void timestamp(Instant value) throws IOException {
    generator.writeNumber(BigDecimal.valueOf(value.toEpochMilli(), 3));
  }

  @Override
  public void close() throws IOException {
    generator.close();
    out.zero();
  }
}
