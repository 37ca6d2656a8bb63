package org.neuralstyle.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.neuralstyle.synthesis.RunListener;

/** Machines that Spark lends, or threads of this one, as long as this is open. */
final class Cluster implements AutoCloseable {

  private static final String MASTER = "spark.master";

  /** Cores that a unit has, and with it threads of libtorch. */
  private static final String CORES = "spark.task.cpus";

  private final JavaSparkContext spark;

  /**
   * Starts Spark as the launcher or spark-submit says; no master is chosen here.
   *
   * @throws IOException if it cannot be had; the message says what to do
   */
  Cluster() throws IOException {
    SparkConf conf =
        new SparkConf()
            .setAppName("neural-style")
            // Two that do the same would write the same file.
            .set("spark.speculation", "false");
    if (!conf.contains(MASTER)) {
      throw new IOException(
          "No Spark master is named. Start with bin/neural-style-spark on one machine, or with spark-submit --master on a cluster.");
    }
    try {
      spark = new JavaSparkContext(conf);
    } catch (Exception e) { // what Scala throws is not declared
      throw new IOException(
          "Spark does not start with the master %s: %s Give one such as local[4], spark://HOST:7077 or yarn."
              .formatted(conf.get(MASTER), sentence(e)),
          e);
    }
  }

  /** Threads of libtorch for each unit. */
  static int threads() {
    return Integer.getInteger(CORES, 1);
  }

  /**
   * Does units, as many at once as there are cores for.
   *
   * @param units different ones
   * @param listener is told of each that has ended
   * @return their results, in their order
   * @throws IOException if Spark gives up; the message says why and what to do
   */
  <T extends Serializable> List<T> run(List<? extends Unit<T>> units, RunListener listener)
      throws IOException {
    List<Unit<T>> all = new ArrayList<>(units);
    spark.sc().addSparkListener(new Progress(all, listener));
    try {
      return spark.parallelize(all, Math.max(1, all.size())).map(Unit::call).collect();
    } catch (Exception e) {
      throw new IOException(
          "Spark gave up: %s What was finished is kept; start the same command again to go on."
              .formatted(sentence(e)),
          e);
    }
  }

  private static String sentence(Throwable e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    return line.endsWith(".") ? line : line + ".";
  }

  @Override
  public void close() {
    spark.close();
  }

  /** Tells which units have ended, done or failed. */
  private static final class Progress extends SparkListener {

    private final List<? extends Unit<?>> units;
    private final RunListener listener;
    private int ended;

    Progress(List<? extends Unit<?>> units, RunListener listener) {
      this.units = units;
      this.listener = listener;
    }

    /** Called by one thread of Spark's. */
    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      String label = units.get(end.taskInfo().partitionId()).label();
      if (end.taskInfo().successful()) {
        ended++;
        listener.status("Unit %s of %s has ended: %s".formatted(ended, units.size(), label));
      } else {
        listener.warning(
            "The unit \"%s\" was lost with its executor, and is done again.".formatted(label));
      }
    }
  }
}
