package org.neuralstyle.imagej;

import java.awt.Desktop;
import java.io.IOException;
import java.net.URI;

/** The user's browser. */
final class Browser {

  private Browser() {}

  /** Opens a page, if there is a browser. */
  static boolean isOpened(URI page) {
    if (!Desktop.isDesktopSupported() || !Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
      return false;
    }
    try {
      Desktop.getDesktop().browse(page);
      return true;
    } catch (IOException e) {
      // The caller says where the page is.
      return false;
    }
  }
}
