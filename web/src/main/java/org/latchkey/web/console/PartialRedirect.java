package org.latchkey.web.console;

/** The reply that makes a page which asked by Ajax go elsewhere (Jakarta Faces 4.0, 13.4). */
final class PartialRedirect {

  private PartialRedirect() {}

  /**
   * The XML that sends a page to {@code path}.
   *
   * @param path one of the console's own, holding no character that XML reserves
   */
  static String to(String path) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<partial-response><redirect url=\""
        + path
        + "\"></redirect></partial-response>";
  }
}
