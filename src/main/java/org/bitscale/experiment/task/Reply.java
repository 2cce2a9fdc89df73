package org.bitscale.experiment.task;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.bitscale.experiment.FileLatency;
import org.bitscale.experiment.FilePredictions;
import org.bitscale.experiment.LayerObservation;
import org.bitscale.experiment.LayerTime;
import org.bitscale.experiment.PlanEstimate;
import org.bitscale.experiment.VerifyFiles;
import org.bitscale.experiment.run.Environment;
import org.bitscale.experiment.run.EpochRecord;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.search.FindPlans;
import org.bitscale.experiment.sensitivity.SensitivityReport;

/** What a worker says. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Reply.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = Reply.Heartbeat.class, name = "heartbeat"),
    @JsonSubTypes.Type(value = Reply.Progressed.class, name = "progress"),
    @JsonSubTypes.Type(value = Reply.EpochDone.class, name = "epoch"),
    @JsonSubTypes.Type(value = Reply.Paused.class, name = "paused"),
    @JsonSubTypes.Type(value = Reply.Described.class, name = "described"),
    @JsonSubTypes.Type(value = Reply.SpeedMeasured.class, name = "speed"),
    @JsonSubTypes.Type(value = Reply.LatencyMeasured.class, name = "latency"),
    @JsonSubTypes.Type(value = Reply.Estimated.class, name = "estimated"),
    @JsonSubTypes.Type(value = Reply.Observed.class, name = "observed"),
    @JsonSubTypes.Type(value = Reply.Predicted.class, name = "predicted"),
    @JsonSubTypes.Type(value = Reply.Verified.class, name = "verified"),
    @JsonSubTypes.Type(value = Reply.LayersCompared.class, name = "layers_compared"),
    @JsonSubTypes.Type(value = Reply.FileTimed.class, name = "file_timed"),
    @JsonSubTypes.Type(value = Reply.LayersTimed.class, name = "layers_timed"),
    @JsonSubTypes.Type(value = Reply.SensitivityMeasured.class, name = "sensitivity_measured"),
    @JsonSubTypes.Type(value = Reply.PlansFound.class, name = "plans_found"),
    @JsonSubTypes.Type(value = Reply.Finished.class, name = "finished"),
    @JsonSubTypes.Type(value = Reply.Failed.class, name = "failed")
})
public sealed interface Reply {

    /** Whether a request is done with. */
    default boolean ends() {
        return false;
    }

    /** The worker listens. */
    record Ready(long pid, Environment environment) implements Reply {}

    /** The worker lives. */
    record Heartbeat() implements Reply {}

    /** How far it is; at most a few times a second. */
    record Progressed(String phase, long done, long total, String detail) implements Reply {}

    /** An epoch is over and its checkpoint written. */
    record EpochDone(EpochRecord epoch) implements Reply {}

    /** It holds still now. */
    record Paused() implements Reply {}

    /** Model and data. */
    record Described(org.bitscale.experiment.Describe.Result description) implements Reply {
        @Override
        public boolean ends() {
            return true;
        }
    }

    /** Examples trained on in a second. */
    record SpeedMeasured(double examplesPerSecond) implements Reply {
        @Override
        public boolean ends() {
            return true;
        }
    }

    /** Time of one example. */
    record LatencyMeasured(Metric milliseconds) implements Reply {
        @Override
        public boolean ends() {
            return true;
        }
    }

    /** What a plan is worth. */
    record Estimated(PlanEstimate estimate) implements Reply {
        @Override
        public boolean ends() {
            return true;
        }
    }

    /** What layers hold and read. */
    record Observed(List<LayerObservation> layers) implements Reply {
        @Override
        public boolean ends() {
            return true;
        }
    }

    /** What a network says about examples. */
    record Predicted(FilePredictions predictions) implements Reply {
        @Override
        public boolean ends() {
            return true;
        }
    }

    /** A file beside the float one. */
    record Verified(VerifyFiles.Result result) implements Reply {
        @Override
        public boolean ends() {
            return true;
        }
    }

    /** How far layers are from float. */
    record LayersCompared(List<PlanEstimate.LayerError> layers) implements Reply {
        @Override
        public boolean ends() {
            return true;
        }
    }

    /** How fast a file is. */
    record FileTimed(FileLatency latency) implements Reply {
        @Override
        public boolean ends() {
            return true;
        }
    }

    /** How fast its nodes are. */
    record LayersTimed(List<LayerTime> layers) implements Reply {
        @Override
        public boolean ends() {
            return true;
        }
    }

    /** How much layers suffer. */
    record SensitivityMeasured(SensitivityReport report) implements Reply {
        @Override
        public boolean ends() {
            return true;
        }
    }

    /** What a search found. */
    record PlansFound(FindPlans.Result result) implements Reply {
        @Override
        public boolean ends() {
            return true;
        }
    }

    /** A trial's result. */
    record Finished(TrialOutcome outcome) implements Reply {
        @Override
        public boolean ends() {
            return true;
        }
    }

    /** Why there is no result. */
    record Failed(Kind kind, String message) implements Reply {
        @Override
        public boolean ends() {
            return true;
        }
    }

    /** Whose doing a failure is. */
    enum Kind {
        /** The request's: trying again would give the same. */
        BAD_INPUT,
        /** The user stopped it. */
        CANCELLED,
        /** Something else. */
        FAILURE
    }
}
