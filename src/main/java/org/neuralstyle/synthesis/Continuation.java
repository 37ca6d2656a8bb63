package org.neuralstyle.synthesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.optimizer.InitialEstimate;
import org.neuralstyle.optimizer.Lbfgs;
import org.neuralstyle.settings.SynthesisSettings;

/**
 * Takes up a run that was kept.
 *
 * @param kept the run
 * @param settings to go on with
 * @param environment to go on in
 */
record Continuation(
    KeptRun kept, SynthesisSettings settings, SynthesisResult.Environment environment) {

  /**
   * How the run uses memory from here on. Tells what has to be known of its result.
   *
   * @param fresh plans of a run that began now, for each scale
   * @param history of the run
   */
  List<MemoryPlan> plans(List<MemoryPlan> fresh, History history) {
    warn(history);
    KeptRun.Header header = kept.header();
    boolean more = settings.schedule().iterations() > kept.iterations();
    boolean same = header.scale() == 0;
    List<MemoryPlan> plans = new ArrayList<>();
    for (int i = 0; i < fresh.size(); i++) {
      MemoryPlan plan = header.plans().get(i);
      if (more && plan.history() == header.scales().get(i).evaluations()) {
        // As long as all steps are remembered, more room makes no difference to them.
        MemoryPlan roomier = plan.withHistory(Math.max(plan.history(), fresh.get(i).history()));
        boolean begunAlike = estimate(roomier).equals(estimate(plan));
        same = same && (i > 0 || begunAlike);
        plan = begunAlike || i > header.scale() ? roomier : plan;
      }
      plans.add(plan);
    }
    if (more && !same) {
      history.warn(
          "The run was begun with %s iterations: one of %s from the start would have gone another way, to an image that differs a little."
              .formatted(kept.iterations(), settings.schedule().iterations()));
    }
    return plans;
  }

  private void warn(History history) {
    KeptRun.Header header = kept.header();
    header.warnings().forEach(history::warn);
    if (!header.device().equals(environment.device())
        || header.threads() != environment.threads()
        || !header.version().equals(environment.version())) {
      history.warn(
          "The run was begun by version %s on %s with %s threads, and goes on by version %s on %s with %s: its image is as good, but not to the last bit what it would have been."
              .formatted(
                  header.version(),
                  header.device(),
                  header.threads(),
                  environment.version(),
                  environment.device(),
                  environment.threads()));
    }
  }

  /** What L-BFGS begins from; nothing for other optimisers. */
  private Optional<InitialEstimate> estimate(MemoryPlan plan) {
    return Optimizers.of(settings, plan.history()) instanceof Lbfgs lbfgs
        ? Optional.of(lbfgs.estimate())
        : Optional.empty();
  }
}
