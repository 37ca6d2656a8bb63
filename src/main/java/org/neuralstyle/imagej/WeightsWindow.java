package org.neuralstyle.imagej;

import ai.djl.engine.EngineException;
import ij.IJ;
import ij.gui.GUI;
import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import org.neuralstyle.tensor.ComputeDevice;
import org.neuralstyle.tensor.DeviceChoice;
import org.neuralstyle.vgg.Layer;
import org.neuralstyle.weights.DownloadListener;
import org.neuralstyle.weights.WeightsChoice;
import org.neuralstyle.weights.WeightsLoader;
import org.neuralstyle.weights.WeightsSettings;

/** A window with the state of weights and device, and buttons that change or check it. */
final class WeightsWindow extends JFrame {

  private static final long serialVersionUID = 1;
  private static final int GAP = 12;
  private static final int COLUMNS = 46;
  private static final int ALL = Layer.CONVOLUTIONS;
  private static final String NO_GPU =
      "Runs are computed on the CPU. An NVIDIA GPU needs libtorch for CUDA in place of the one that comes with the plugin; the page GPU of the guide says how to install it.";

  private final transient WeightsSettings settings = WeightsSettings.defaults();
  private final transient WeightsLoader loader = new WeightsLoader(settings);
  private final JPanel rows = new JPanel(new GridBagLayout());
  private final JTextField cached = shown("");
  private final JTextField used = shown("looked for...");
  private final JTextArea message = new JTextArea(4, COLUMNS + 10);
  private final JProgressBar progress = new JProgressBar();
  private final JButton cancel = new JButton("Cancel");
  private volatile boolean cancelled;

  /** What a button does, on a thread of its own; the text is shown. */
  private interface Work {
    String run() throws IOException, InterruptedException;
  }

  WeightsWindow() {
    super("Weights and Device");
    title("VGG-19 weights");
    row("In use", shown(settings.file().map(Path::toString).orElse("the cache")));
    row("Cache", shown(settings.cacheFolder().toString()));
    row("In the cache", cached);
    row("Address", shown(settings.shownAddress()));
    row(
        "",
        buttons(
            button("fetch", "Fetch", this::fetch),
            button("import", "Import file...", this::chooseAndImport),
            button("verify", "Verify", this::verify),
            button("remove", "Remove", this::remove)));
    title("Device");
    row("In use", used);
    row("", buttons(button("check", "Check", () -> DeviceCheck.of(DeviceChoice.AUTO).toString())));
    message.setName("message");
    message.setEditable(false);
    message.setLineWrap(true);
    message.setWrapStyleWord(true);
    message.setOpaque(false);
    cancel.setName("cancel");
    cancel.setEnabled(false);
    cancel.addActionListener(event -> cancelled = true);
    JPanel bottom = new JPanel(new BorderLayout(GAP, GAP / 2));
    bottom.add(message, BorderLayout.PAGE_START);
    bottom.add(progress, BorderLayout.CENTER);
    bottom.add(cancel, BorderLayout.LINE_END);
    JPanel content = new JPanel(new BorderLayout(GAP, GAP));
    content.setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
    content.add(rows, BorderLayout.CENTER);
    content.add(bottom, BorderLayout.PAGE_END);
    setContentPane(content);
    InputPanel.makePlain(content);
    setDefaultCloseOperation(DISPOSE_ON_CLOSE);
    pack();
    GUI.centerOnImageJScreen(this);
    begin(this::lookAround);
  }

  private void title(String text) {
    JLabel label = new JLabel(text);
    label.setName(InputPanel.TITLE);
    row("", label);
  }

  private void row(String name, Component part) {
    GridBagConstraints place = new GridBagConstraints();
    place.gridy = rows.getComponentCount();
    place.insets = new Insets(2, 0, 2, 8);
    place.anchor = GridBagConstraints.LINE_END;
    rows.add(new JLabel(name), place);
    if (part.getName() == null) {
      part.setName(name);
    }
    place.gridx = 1;
    place.weightx = 1;
    place.fill = GridBagConstraints.HORIZONTAL;
    rows.add(part, place);
  }

  /** A line that can be copied. */
  private static JTextField shown(String text) {
    JTextField field = new JTextField(text, COLUMNS);
    field.setEditable(false);
    field.setCaretPosition(0);
    return field;
  }

  private static JPanel buttons(JButton... buttons) {
    JPanel row = new JPanel(new FlowLayout(FlowLayout.LEADING, 0, 0));
    for (JButton button : buttons) {
      row.add(button);
    }
    return row;
  }

  private JButton button(String name, String label, Work work) {
    JButton button = new JButton(label);
    button.setName(name);
    button.addActionListener(event -> begin(work));
    return button;
  }

  private void begin(Work work) {
    cancelled = false;
    enable(rows, false);
    progress.setIndeterminate(true);
    Thread thread = new Thread(() -> say(done(work)), getTitle());
    thread.setDaemon(true);
    thread.setContextClassLoader(WeightsWindow.class.getClassLoader());
    thread.start();
  }

  private static String done(Work work) {
    try {
      return work.run();
    } catch (IOException | IllegalArgumentException e) {
      return e.getMessage();
    } catch (CancellationException e) {
      return "Cancelled. What has arrived is kept.";
    } catch (EngineException | LinkageError e) {
      return "PyTorch cannot be used: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private void say(String text) {
    String layers = inCache();
    EventQueue.invokeLater(
        () -> {
          message.setText(text);
          cached.setText(layers);
          enable(rows, true);
          cancel.setEnabled(false);
          progress.setIndeterminate(false);
          progress.setValue(0);
        });
  }

  private static void enable(Container container, boolean enabled) {
    for (Component part : container.getComponents()) {
      if (part instanceof JButton button) {
        button.setEnabled(enabled);
      } else if (part instanceof Container inner) {
        enable(inner, enabled);
      }
    }
  }

  private String inCache() {
    try {
      return "%s of %s layers".formatted(loader.cached(), ALL);
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private String lookAround() {
    try (ComputeDevice device = ComputeDevice.open(DeviceChoice.AUTO)) {
      String name = device.name();
      EventQueue.invokeLater(() -> used.setText(name));
      return device.warning().orElse(device.isCpu() ? NO_GPU : "");
    }
  }

  private String fetch() throws IOException, InterruptedException {
    EventQueue.invokeLater(() -> cancel.setEnabled(true));
    loader.load(
        new WeightsChoice.Auto(),
        ALL,
        new DownloadListener() {
          @Override
          public void progress(long done, long total) {
            EventQueue.invokeLater(() -> showProgress(done, total));
          }

          @Override
          public boolean isCancelled() {
            return cancelled;
          }
        });
    return "All weights are there.";
  }

  private void showProgress(long done, long total) {
    progress.setIndeterminate(false);
    progress.setMaximum(1000);
    progress.setValue((int) (1000 * done / Math.max(1, total)));
    message.setText(
        String.format(Locale.ROOT, "%.1f of %.1f MB have arrived.", done / 1e6, total / 1e6));
  }

  private String chooseAndImport() throws IOException, InterruptedException {
    Path[] file = new Path[1];
    onEventThread(
        () -> {
          JFileChooser chooser = FileDialogs.chooser("Import Weights");
          if (chooser.showOpenDialog(this) == JFileChooser.APPROVE_OPTION) {
            file[0] = chooser.getSelectedFile().toPath();
          }
        });
    if (file[0] == null) {
      return "";
    }
    loader.importFile(file[0]);
    return "The weights of %s are in the cache now.".formatted(file[0]);
  }

  private String verify() throws IOException {
    int layers = loader.cached();
    return layers == ALL
        ? "All layers in the cache are as they were when they came."
        : "%s of %s layers are in the cache, as they came. The others are fetched when they are needed."
            .formatted(layers, ALL);
  }

  private String remove() throws IOException, InterruptedException {
    int[] answer = new int[1];
    onEventThread(
        () ->
            answer[0] =
                JOptionPane.showConfirmDialog(
                    this,
                    "Remove the weights from the cache?",
                    getTitle() + "?",
                    JOptionPane.OK_CANCEL_OPTION));
    if (answer[0] != JOptionPane.OK_OPTION) {
      return "";
    }
    loader.removeCached();
    return "The cache is empty. Weights are fetched again when they are needed.";
  }

  private static void onEventThread(Runnable action) throws InterruptedException {
    try {
      EventQueue.invokeAndWait(action);
    } catch (InvocationTargetException e) {
      IJ.handleException(e.getCause());
    }
  }
}
