package org.bitscale.experiment.task;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.EstimateRequest;
import org.bitscale.experiment.Split;
import org.bitscale.experiment.search.SearchRequest;
import org.bitscale.experiment.sensitivity.SensitivityRequest;

/** What a worker is asked. It does one thing at a time; cancelling, pausing and resuming are heard meanwhile. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Request.RunTrial.class, name = "run"),
    @JsonSubTypes.Type(value = Request.Describe.class, name = "describe"),
    @JsonSubTypes.Type(value = Request.MeasureSpeed.class, name = "measure_speed"),
    @JsonSubTypes.Type(value = Request.MeasureLatency.class, name = "measure_latency"),
    @JsonSubTypes.Type(value = Request.Estimate.class, name = "estimate"),
    @JsonSubTypes.Type(value = Request.Observe.class, name = "observe"),
    @JsonSubTypes.Type(value = Request.Predict.class, name = "predict"),
    @JsonSubTypes.Type(value = Request.VerifyFile.class, name = "verify"),
    @JsonSubTypes.Type(value = Request.CompareLayers.class, name = "compare_layers"),
    @JsonSubTypes.Type(value = Request.TimeFile.class, name = "time_file"),
    @JsonSubTypes.Type(value = Request.TimeLayers.class, name = "time_layers"),
    @JsonSubTypes.Type(value = Request.Measure.class, name = "measure_sensitivity"),
    @JsonSubTypes.Type(value = Request.Find.class, name = "find_plans"),
    @JsonSubTypes.Type(value = Request.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = Request.Pause.class, name = "pause"),
    @JsonSubTypes.Type(value = Request.Resume.class, name = "resume")
})
public sealed interface Request {

    /** Run a trial; answered by {@link Reply.Finished} or {@link Reply.Failed}. */
    record RunTrial(TrialTask task) implements Request {}

    /** Say what identifies model and data; answered by {@link Reply.Described} or {@link Reply.Failed}. */
    record Describe(Path model, DataOptions data) implements Request {}

    /** Train for a while; answered by {@link Reply.SpeedMeasured} or {@link Reply.Failed}. */
    record MeasureSpeed(Path model, DataOptions data, int batchSize, double seconds) implements Request {}

    /** Time a file in ONNX Runtime; answered by {@link Reply.LatencyMeasured} or {@link Reply.Failed}. */
    record MeasureLatency(Path model) implements Request {}

    /** Something that a person waits for; answered by its own reply or {@link Reply.Failed}. */
    sealed interface Question extends Request {}

    /** Estimate what a plan is worth; answered by {@link Reply.Estimated}. */
    record Estimate(EstimateRequest request) implements Question {}

    /** Observe what layers hold and read; answered by {@link Reply.Observed}. */
    record Observe(Path model, DataOptions data, int examples) implements Question {}

    /** Predict the examples of a split; answered by {@link Reply.Predicted}. */
    record Predict(Path file, DataOptions data, Split split) implements Question {}

    /** Prove a quantized file; answered by {@link Reply.Verified}. */
    record VerifyFile(Path floatModel, Path quantizedFile, DataOptions data, List<Integer> batchSizes)
            implements Question {

        /** Copies. */
        public VerifyFile {
            batchSizes = List.copyOf(batchSizes);
        }
    }

    /** Compare a file with the float one, layer by layer; answered by {@link Reply.LayersCompared}. */
    record CompareLayers(Path floatModel, Path file, DataOptions data) implements Question {}

    /** Time a file in ONNX Runtime; answered by {@link Reply.FileTimed}. */
    record TimeFile(Path file, int threads, int batch) implements Question {}

    /** Time the nodes of a file in ONNX Runtime; answered by {@link Reply.LayersTimed}. */
    record TimeLayers(Path file, int threads) implements Question {}

    /**
     * Measure how much layers suffer; answered by {@link Reply.SensitivityMeasured}.
     *
     * @param cache knows what was measured before; empty to measure everything anew
     */
    record Measure(SensitivityRequest request, Optional<Path> cache) implements Question {}

    /**
     * Find plans of different bits for different layers; answered by {@link Reply.PlansFound}.
     *
     * @param cache knows what was measured before; empty to measure everything anew
     */
    record Find(SearchRequest request, Optional<Path> cache) implements Question {}

    /** Stop what is being done; answered by {@link Reply.Failed} of that. */
    record Cancel() implements Request {}

    /** Hold still after the current step; answered by {@link Reply.Paused}. */
    record Pause() implements Request {}

    /** Go on. */
    record Resume() implements Request {}
}
