package org.latchkey.cloudtrail;

import com.fasterxml.jackson.databind.JsonNode;

/** Is told of every record once, in the transaction that takes it over into the index. */
public interface IndexedRecordListener {

  /** Takes note of a record in CloudTrail's format. */
  void indexed(JsonNode record);
}
