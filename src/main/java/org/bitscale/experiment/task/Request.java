package org.bitscale.experiment.task;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import org.bitscale.experiment.DataOptions;

/** What a worker is asked. It does one thing at a time; cancelling, pausing and resuming are heard meanwhile. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Request.RunTrial.class, name = "run"),
    @JsonSubTypes.Type(value = Request.Describe.class, name = "describe"),
    @JsonSubTypes.Type(value = Request.MeasureSpeed.class, name = "measure_speed"),
    @JsonSubTypes.Type(value = Request.MeasureLatency.class, name = "measure_latency"),
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

    /** Stop what is being done; answered by {@link Reply.Failed} of that. */
    record Cancel() implements Request {}

    /** Hold still after the current step; answered by {@link Reply.Paused}. */
    record Pause() implements Request {}

    /** Go on. */
    record Resume() implements Request {}
}
