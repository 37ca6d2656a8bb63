package org.neuralstyle.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;
import org.neuralstyle.optimizer.Outcome.Ending;

/**
 * Where a minimisation was, to go on from.
 *
 * @param in what {@link State#write} wrote; stays the caller's
 * @param manager makes the arrays
 * @param values reads the objective's values
 * @param <V> these
 */
public record SavedState<V extends Value>(
    DataInputStream in, NDManager manager, Value.Reader<V> values) {

  /** The caller's own. */
  NDArray array() throws IOException {
    return StateData.readArray(in, manager);
  }

  V value() throws IOException {
    return values.read(in);
  }

  Optional<Ending> ending() throws IOException {
    return StateData.readEnding(in);
  }
}
