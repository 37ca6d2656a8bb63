package org.neuralstyle.imagej;

import ij.io.OpenDialog;
import java.io.File;
import javax.swing.JFileChooser;

/** Dialogs for files, which begin in ImageJ's folder. */
final class FileDialogs {

  private FileDialogs() {}

  /** A dialog in the folder where the user was last. */
  static JFileChooser chooser(String title) {
    JFileChooser chooser = new JFileChooser(OpenDialog.getDefaultDirectory());
    chooser.setDialogTitle(title);
    chooser.addActionListener(
        event -> {
          if (event.getActionCommand().equals(JFileChooser.APPROVE_SELECTION)) {
            File folder = chooser.getCurrentDirectory();
            OpenDialog.setDefaultDirectory(folder.toString());
          }
        });
    return chooser;
  }
}
