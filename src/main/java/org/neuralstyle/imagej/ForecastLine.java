package org.neuralstyle.imagej;

import ai.djl.engine.EngineException;
import java.awt.EventQueue;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.swing.JLabel;
import javax.swing.Timer;
import org.neuralstyle.storage.GivenPath;
import org.neuralstyle.synthesis.Forecaster;
import org.neuralstyle.tensor.DeviceChoice;

/**
 * A line of a dialog that tells what its command is expected to take. It is computed on a thread of
 * its own, after some time in which nothing is changed.
 */
final class ForecastLine implements AutoCloseable {

  private static final int QUIET_MILLISECONDS = 400;

  private final JLabel label = new JLabel(" ");
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "Neural Style forecast");
            made.setDaemon(true);
            // Libraries are found in the plugin's jars, which the event thread does not look into.
            made.setContextClassLoader(ForecastLine.class.getClassLoader());
            return made;
          });
  private final Supplier<Optional<NeuralStyleCommand>> commands;
  private final Timer timer;
  private final AtomicInteger latest = new AtomicInteger();

  // Those of the thread.
  private DeviceChoice device;
  private Forecaster forecaster;

  /**
   * A line.
   *
   * @param commands makes a command with the inputs as they are, if these are complete
   */
  ForecastLine(Supplier<Optional<NeuralStyleCommand>> commands) {
    this.commands = commands;
    label.setName("forecast");
    timer = new Timer(QUIET_MILLISECONDS, event -> begin());
    timer.setRepeats(false);
  }

  JLabel label() {
    return label;
  }

  /** Something has been changed. */
  void changed() {
    latest.incrementAndGet();
    timer.restart();
  }

  private void begin() {
    int number = latest.get();
    Optional<NeuralStyleCommand> command = commands.get();
    if (command.isEmpty()) {
      label.setText(" ");
      return;
    }
    if (label.getText().isBlank()) {
      label.setText("Foretelling time and memory...");
    }
    thread.execute(
        () -> {
          if (number == latest.get()) {
            String text = foretold(command.get());
            EventQueue.invokeLater(
                () -> {
                  if (number == latest.get()) {
                    label.setText(text.isEmpty() ? " " : text);
                    label.setToolTipText(text);
                  }
                });
          }
        });
  }

  private String foretold(NeuralStyleCommand command) {
    try {
      return command.expected(this::forecaster).orElse("");
    } catch (IllegalArgumentException e) {
      return GivenPath.shown(e.getMessage());
    } catch (EngineException | LinkageError | OutOfMemoryError e) {
      // The run will say it.
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private Forecaster forecaster(DeviceChoice wanted) {
    if (forecaster == null || !wanted.equals(device)) {
      closeForecaster();
      forecaster = new Forecaster(wanted);
      device = wanted;
    }
    return forecaster;
  }

  private void closeForecaster() {
    if (forecaster != null) {
      forecaster.close();
      forecaster = null;
    }
  }

  @Override
  public void close() {
    timer.stop();
    latest.incrementAndGet();
    thread.execute(this::closeForecaster);
    thread.shutdown();
  }
}
