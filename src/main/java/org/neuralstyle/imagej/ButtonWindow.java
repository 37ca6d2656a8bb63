package org.neuralstyle.imagej;

import ij.ImagePlus;
import ij.gui.GUI;
import ij.gui.StackWindow;
import java.awt.Button;
import java.awt.FlowLayout;
import java.awt.Panel;
import java.awt.Rectangle;
import java.awt.Window;
import java.util.function.Supplier;

/** A window of an image or a stack, with buttons below it. */
class ButtonWindow extends StackWindow {

  private static final long serialVersionUID = 1;

  private final Panel buttons = new Panel(new FlowLayout(FlowLayout.CENTER, 4, 0));

  /** Opens a window without buttons, which are added before {@link #showButtons}. */
  ButtonWindow(ImagePlus imp) {
    super(imp);
  }

  final Button button(String label, Runnable action) {
    Button button = new Button(label);
    // Keys are the image's.
    button.setFocusable(false);
    button.addActionListener(event -> action.run());
    buttons.add(button);
    return button;
  }

  /** A button that opens a window, or brings it to the front if it is still open. */
  final void opener(String label, Supplier<Window> opening) {
    Window[] opened = new Window[1];
    button(
        label,
        () -> {
          if (opened[0] == null || !opened[0].isShowing()) {
            opened[0] = opening.get();
          }
          opened[0].toFront();
        });
  }

  /** Removes all buttons. */
  final void clear() {
    buttons.removeAll();
  }

  final void showButtons() {
    add(buttons);
    setSliderHeight(getSliderHeight() + buttons.getPreferredSize().height + VGAP);
    pack();
    fit();
  }

  /** As ImageJ does it, but with room for the buttons. */
  private void fit() {
    Rectangle screen = GUI.getMaxWindowBounds(this);
    while (getHeight() > screen.height && ic.getMagnification() > 1.0 / 32) {
      ic.zoomOut(0, 0);
      pack();
    }
    setLocation(
        Math.max(screen.x, Math.min(getX(), screen.x + screen.width - getWidth())),
        Math.max(screen.y, Math.min(getY(), screen.y + screen.height - getHeight())));
  }

  /** ImageJ begins what is below an image where the image begins, however wide it is. */
  @Override
  public void doLayout() {
    super.doLayout();
    if (buttons != null) {
      buttons.setLocation((getWidth() - buttons.getWidth()) / 2, buttons.getY());
    }
  }
}
