package org.neuralstyle.settings;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Where a run begins.
 *
 * @param initialization what the run starts from
 * @param seed of the noise
 */
@RecordBuilder
public record Start(Initialization initialization, long seed) implements StartBuilder.With {}
