package org.neuralstyle.settings;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.neuralstyle.vgg.Pooling;

/**
 * How a run is computed.
 *
 * @param method the optimiser
 * @param pooling how the network halves the resolution
 * @param precision of the network's feature maps; a result's settings tell the one it was made in
 */
@RecordBuilder
public record Engine(Method method, Pooling pooling, PrecisionChoice precision)
    implements EngineBuilder.With {}
