package org.neuralstyle.imagej;

import ai.djl.engine.EngineException;
import java.awt.EventQueue;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.swing.JLabel;
import javax.swing.Timer;
import org.neuralstyle.storage.GivenPath;

/**
 * A line of a dialog that tells what its command is expected to take. It is computed on a thread of
 * its own, after some time in which nothing is changed.
 */
final class ForecastLine implements AutoCloseable {

  private static final int QUIET_MILLISECONDS = 400;

  private final JLabel label = new JLabel(" ");
  private final Forecasts forecasts = Forecasts.get();
  private final Supplier<Optional<NeuralStyleCommand>> commands;
  private final Timer timer;
  private final AtomicInteger latest = new AtomicInteger();

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
    forecasts.execute(
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
      return command.expected(forecasts::on).orElse("");
    } catch (IllegalArgumentException | IOException e) {
      return GivenPath.shown(e.getMessage());
    } catch (EngineException | LinkageError | OutOfMemoryError e) {
      // The run will say it.
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  @Override
  public void close() {
    timer.stop();
    latest.incrementAndGet();
  }
}
