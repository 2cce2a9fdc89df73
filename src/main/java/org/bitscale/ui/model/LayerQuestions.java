package org.bitscale.ui.model;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.EstimateRequest;
import org.bitscale.experiment.LayerObservation;
import org.bitscale.experiment.LayerTime;
import org.bitscale.experiment.PlanEstimate;
import org.bitscale.ui.desk.Desk;

/** What the screen asks a worker. An answer may end cancelled when somebody asks something newer. */
interface LayerQuestions {

    /** How weights and inputs of the layers are distributed. */
    CompletableFuture<List<LayerObservation>> observe(Path model, DataOptions data, int examples);

    /** What a plan is worth. */
    CompletableFuture<PlanEstimate> estimate(EstimateRequest request);

    /** What the nodes of a file take. */
    CompletableFuture<List<LayerTime>> times(Path file);

    /** The desk's worker, whichever it is when a question is asked. */
    static LayerQuestions of(Desk desk) {
        return new LayerQuestions() {
            @Override
            public CompletableFuture<List<LayerObservation>> observe(Path model, DataOptions data, int examples) {
                return desk.worker().observe(model, data, examples);
            }

            @Override
            public CompletableFuture<PlanEstimate> estimate(EstimateRequest request) {
                return desk.worker().estimateInTurn(request);
            }

            @Override
            public CompletableFuture<List<LayerTime>> times(Path file) {
                return desk.worker().layerTimes(file, 1);
            }
        };
    }
}
