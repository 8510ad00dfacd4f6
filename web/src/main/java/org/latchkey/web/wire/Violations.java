package org.latchkey.web.wire;

import static org.latchkey.shared.CommonFault.VALIDATION;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.ServiceException;

/** Every constraint that a request does not satisfy, told at once as AWS's services tell them. */
final class Violations {

  /** How many are spelled out; the rest are counted. */
  static final int SPELLED_OUT = 20;

  private final List<String> texts = new ArrayList<>();
  private int count;

  /**
   * Notes one.
   *
   * @param value what a message may show of the value; null where it may show nothing
   */
  void add(@Nullable String value, String path, String constraint) {
    String shown = value == null ? "Value" : "Value '" + value + "'";
    note(shown + " at '" + path + "' failed to satisfy constraint: " + constraint);
  }

  void addMissing(String path) {
    note("Value null at '" + path + "' failed to satisfy constraint: Member must not be null");
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * Refuses the request where anything was noted.
   *
   * @throws ServiceException ValidationException
   */
  void refuse() {
    if (count > 0) {
      throw new ServiceException(
          VALIDATION,
          count
              + (count == 1 ? " validation error detected: " : " validation errors detected: ")
              + String.join("; ", texts));
    }
  }

  private void note(String text) {
    count++;
    if (texts.size() < SPELLED_OUT) {
      texts.add(text);
    }
  }
}
