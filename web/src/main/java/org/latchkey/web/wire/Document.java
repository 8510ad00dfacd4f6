package org.latchkey.web.wire;

import java.io.IOException;
import java.time.Instant;
import org.latchkey.crypto.SecretBytes;

/** A reply being written, in JSON or in XML. */
interface Document {

  void beginStructure() throws IOException;

  void endStructure() throws IOException;

  void beginList() throws IOException;

  void endList() throws IOException;

  /** What stands before each of a list's elements; {@link #endElement} stands after it. */
  void beginElement() throws IOException;

  void endElement() throws IOException;

  void beginMap() throws IOException;

  void endMap() throws IOException;

  /** What stands before a map's value; {@link #endEntry} stands after it. */
  void beginEntry(String key) throws IOException;

  void endEntry() throws IOException;

  /**
   * What stands before a structure's member, by the model's name; {@link #endMember} follows it.
   */
  void beginMember(String name) throws IOException;

  void endMember() throws IOException;

  void string(String value) throws IOException;

  /** Text in UTF-8 that stays a secret on its way out. */
  void secretString(SecretBytes value) throws IOException;

  void integer(long value) throws IOException;

  void decimal(double value) throws IOException;

  void bool(boolean value) throws IOException;

  void blob(byte[] value) throws IOException;

  void timestamp(Instant value) throws IOException;
}
