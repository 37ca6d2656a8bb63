package org.neuralstyle.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GUI;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.swing.AbstractAction;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JOptionPane;
import javax.swing.KeyStroke;
import org.neuralstyle.option.Codec;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Option;
import org.neuralstyle.option.Options;

/** Asks for the inputs of a command in a dialog, which is made from the table of options. */
final class InputDialog {

  private static final String STACK_COMMAND = "Stylize Stack...";

  private final CommandInputs inputs;
  private final RememberedInputs remembered;
  private final List<ImageField> images = new ArrayList<>();
  private final Map<Option<?>, OptionField> fields = new LinkedHashMap<>();
  private final JDialog dialog;
  private final JButton ok = new JButton("OK");
  private final NotesPanel notes;
  private final ForecastLine forecast = new ForecastLine(this::snapshot);
  private boolean accepted;
  private boolean stack;
  private boolean showing = true;

  private InputDialog(CommandInputs inputs) {
    this.inputs = inputs;
    remembered = new RememberedInputs(inputs);
    dialog = new JDialog(IJ.getInstance(), inputs.title(), true);
    for (Option<?> option : inputs.fields().options()) {
      if (CommandInputs.isImage(option)) {
        images.add(new ImageField(option, this::changed));
      } else if (Options.isPreset(option)) {
        fields.put(option, new PresetField(option, this::changed, new OwnPresets()));
      } else {
        fields.put(option, new OptionField(option, this::changed));
      }
    }
    notes = new NotesPanel(offers());
    dialog.setContentPane(
        new InputPanel(
            dialog, images, List.copyOf(fields.values()), notes, forecast.label(), buttons()));
    dialog.getRootPane().setDefaultButton(ok);
    dialog
        .getRootPane()
        .registerKeyboardAction(
            event -> dialog.dispose(),
            KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
            JComponent.WHEN_IN_FOCUSED_WINDOW);
  }

  /**
   * Shows what a command would run with, and takes over what is changed.
   *
   * @param inputs of the command
   * @return false if the user cancelled
   */
  static boolean ask(CommandInputs inputs) {
    InputDialog[] asked = new InputDialog[1];
    onEventThread(
        () -> {
          asked[0] = new InputDialog(inputs);
          asked[0].show();
        });
    if (asked[0].stack) {
      IJ.doCommand(STACK_COMMAND);
    }
    return asked[0].accepted;
  }

  private static void onEventThread(Runnable action) {
    try {
      if (EventQueue.isDispatchThread()) {
        action.run();
      } else {
        EventQueue.invokeAndWait(action);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void show() {
    List<ImagePlus> open = CommandInputs.images();
    for (ImageField field : images) {
      field.show(open, inputs.fields().get(field.option()).map(ImagePlus.class::cast));
    }
    showAll();
    dialog.pack();
    GUI.centerOnImageJScreen(dialog);
    try (forecast) {
      dialog.setVisible(true);
    }
  }

  private void showAll() {
    showing = true;
    fields.forEach((option, field) -> field.show(inputs.command().shown(option)));
    showing = false;
    changed();
  }

  private List<JButton> buttons() {
    ok.setName("ok");
    ok.addActionListener(event -> accept());
    JButton cancel = new JButton("Cancel");
    cancel.setName("cancel");
    cancel.addActionListener(event -> dialog.dispose());
    JButton help = new JButton("Help");
    help.setName("help");
    help.addActionListener(event -> HelpPage.show(dialog, inputs));
    JButton reset = new JButton("Reset");
    reset.setName("reset");
    reset.setToolTipText("All settings as they were at first");
    reset.addActionListener(event -> reset());
    return List.of(help, reset, cancel, ok);
  }

  /** What can be done about notes. */
  private Map<InputNotes.Kind, JComponent> offers() {
    Map<InputNotes.Kind, JComponent> offers = new EnumMap<>(InputNotes.Kind.class);
    rgb()
        .ifPresent(
            field -> {
              JCheckBox colour = new JCheckBox("Make it in colour");
              colour.setName("colour");
              colour.setModel(((JCheckBox) field.editor()).getModel());
              offers.put(InputNotes.Kind.GREY, colour);
            });
    if (!takesStacks()) {
      JButton button =
          new JButton(
              new AbstractAction("Stylize all of it...") {
                private static final long serialVersionUID = 1;

                @Override
                public void actionPerformed(ActionEvent event) {
                  stylizeStack();
                }
              });
      button.setName("stack");
      offers.put(InputNotes.Kind.STACK, button);
    }
    return offers;
  }

  private Optional<OptionField> rgb() {
    return fields.values().stream()
        .filter(field -> field.option().key().equals(Options.RGB.key()))
        .findFirst();
  }

  private boolean takesStacks() {
    return inputs.command() instanceof StylizeStack;
  }

  private void stylizeStack() {
    image("content").ifPresent(imp -> WindowManager.setCurrentWindow(imp.getWindow()));
    stack = true;
    dialog.dispose();
  }

  private Optional<ImagePlus> image(String role) {
    return images.stream()
        .filter(field -> field.option().key().equals(role))
        .findFirst()
        .flatMap(ImageField::image);
  }

  private void accept() {
    for (OptionField field : fields.values()) {
      Optional<Path> replaced = field.replaced();
      if (replaced.isPresent() && !isToBeReplaced(replaced.get())) {
        return;
      }
    }
    takeOver(inputs);
    remembered.keep();
    accepted = true;
    dialog.dispose();
  }

  private boolean isToBeReplaced(Path file) {
    Object[] answers = {"Replace", "Cancel"};
    return JOptionPane.showOptionDialog(
            dialog,
            "%s exists. Replace it?".formatted(file),
            inputs.title() + "?",
            JOptionPane.DEFAULT_OPTION,
            JOptionPane.QUESTION_MESSAGE,
            null,
            answers,
            answers[1])
        == 0;
  }

  private void reset() {
    NeuralStyleCommand fresh = NeuralStyleCommand.create(inputs.command().getClass());
    fresh.suggest();
    fields.keySet().forEach(o -> inputs.fields().set(o, fresh.fields().get(o).orElse(null)));
    remembered.forget();
    showAll();
  }

  /**
   * What is in the fields, into a command; settings that were left as they are stay the preset's.
   */
  private void takeOver(CommandInputs target) {
    images.forEach(field -> target.fields().set(field.option(), field.image().orElse(null)));
    Map<Option<?>, String> shown =
        fields.keySet().stream().collect(Collectors.toMap(o -> o, target.command()::shown));
    fields.forEach(
        (option, field) -> {
          Object value = field.value();
          if (option.setting().isEmpty() || !Codec.shown(value).equals(shown.get(option))) {
            target.fields().set(option, value);
          }
        });
  }

  /** A command with the inputs as they are, if it could run. */
  private Optional<NeuralStyleCommand> snapshot() {
    if (!ok.isEnabled()) {
      return Optional.empty();
    }
    CommandInputs copy = inputs.again();
    takeOver(copy);
    return Optional.of(copy.command());
  }

  private boolean selections() {
    return fields.values().stream()
        .anyMatch(
            field -> field.option().equals(InputOptions.SELECTIONS) && field.text().equals("true"));
  }

  private void changed() {
    if (showing) {
      return;
    }
    follow();
    boolean good = true;
    for (OptionField field : fields.values()) {
      good &= field.check();
    }
    Map<String, Optional<ImagePlus>> chosen = new LinkedHashMap<>();
    images.forEach(field -> chosen.put(field.option().key(), field.image()));
    if (notes.show(InputNotes.of(chosen, takesStacks(), selections())) && dialog.isVisible()) {
      dialog.pack();
      keepOnScreen(dialog);
    }
    ok.setEnabled(good && !notes.isRefusal());
    forecast.changed();
  }

  /**
   * With another preset, or another result whose run is taken up, settings that were the former
   * one's become the new one's.
   */
  private void follow() {
    Map<Option<?>, String> former = new LinkedHashMap<>();
    fields.keySet().forEach(option -> former.put(option, inputs.command().shown(option)));
    images.forEach(field -> inputs.fields().set(field.option(), field.image().orElse(null)));
    fields.values().stream()
        .filter(field -> Options.isPreset(field.option()))
        .forEach(field -> inputs.fields().set(field.option(), field.text()));
    showing = true;
    fields.forEach(
        (option, field) -> {
          String now = inputs.command().shown(option);
          boolean untouched = field.text().equals(former.get(option));
          if (option.setting().isPresent() && untouched && !now.equals(former.get(option))) {
            field.show(now);
          }
        });
    showing = false;
  }

  /** Moves a window that has grown. */
  static void keepOnScreen(JDialog dialog) {
    Rectangle screen = GUI.getMaxWindowBounds(dialog);
    dialog.setLocation(
        Math.max(screen.x, Math.min(dialog.getX(), screen.x + screen.width - dialog.getWidth())),
        Math.max(screen.y, Math.min(dialog.getY(), screen.y + screen.height - dialog.getHeight())));
  }

  /** The presets that the user saved. */
  private final class OwnPresets implements PresetField.Own {

    @Override
    public List<String> names() {
      return List.of(remembered.presets());
    }

    @Override
    public void take(String name) {
      remembered.takePreset(name);
      showAll();
    }

    @Override
    public void save(String name) {
      takeOver(inputs);
      remembered.savePreset(name);
    }

    @Override
    public void remove(String name) {
      remembered.removePreset(name);
    }
  }
}
