package org.neuralstyle.spark;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Spark on threads of this Java, for each test.
 *
 * @param units that go on at once
 * @param cores of each
 */
record LocalSpark(int units, int cores) implements BeforeEachCallback, AfterEachCallback {

  @Override
  public void beforeEach(ExtensionContext context) {
    System.setProperty("spark.master", "local[%s]".formatted(units * cores));
    System.setProperty("spark.task.cpus", String.valueOf(cores));
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("spark.driver.host", "localhost");
  }

  @Override
  public void afterEach(ExtensionContext context) {
    System.getProperties().keySet().removeIf(key -> key.toString().startsWith("spark."));
  }
}
