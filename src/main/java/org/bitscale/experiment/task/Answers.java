package org.bitscale.experiment.task;

import java.nio.file.Path;
import java.util.Optional;
import org.bitscale.Progress;
import org.bitscale.experiment.ContentCache;
import org.bitscale.experiment.EstimatePlan;
import org.bitscale.experiment.FileLatency;
import org.bitscale.experiment.LayerErrors;
import org.bitscale.experiment.ObserveLayers;
import org.bitscale.experiment.PredictFile;
import org.bitscale.experiment.VerifyFiles;
import org.bitscale.experiment.Workbench;
import org.bitscale.experiment.search.FindPlans;
import org.bitscale.experiment.sensitivity.MeasureSensitivity;

/** Answers questions in this process. */
final class Answers {

    private final Workbench workbench;
    private final Progress progress;

    Answers(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

    /**
     * The answer.
     *
     * @throws org.bitscale.BadInputException if there is none
     */
    Reply of(Request.Question question) {
        if (question instanceof Request.Estimate estimate) {
            return new Reply.Estimated(new EstimatePlan(workbench, progress).run(estimate.request()));
        }
        if (question instanceof Request.Observe observe) {
            return new Reply.Observed(
                    new ObserveLayers(workbench, progress).run(observe.model(), observe.data(), observe.examples()));
        }
        if (question instanceof Request.Predict predict) {
            return new Reply.Predicted(
                    new PredictFile(workbench, progress).run(predict.file(), predict.data(), predict.split()));
        }
        if (question instanceof Request.VerifyFile verify) {
            return new Reply.Verified(new VerifyFiles(workbench, progress)
                    .run(verify.floatModel(), verify.quantizedFile(), verify.data(), verify.batchSizes()));
        }
        if (question instanceof Request.CompareLayers compare) {
            return new Reply.LayersCompared(
                    new LayerErrors(workbench, progress).run(compare.floatModel(), compare.file(), compare.data()));
        }
        if (question instanceof Request.TimeFile time) {
            return new Reply.FileTimed(FileLatency.measure(time.file(), time.threads(), time.batch()));
        }
        if (question instanceof Request.TimeLayers time) {
            return new Reply.LayersTimed(
                    org.bitscale.experiment.TimeLayers.of(time.file(), time.threads(), workbench.operators()));
        }
        if (question instanceof Request.Measure measure) {
            return new Reply.SensitivityMeasured(
                    new MeasureSensitivity(workbench, kept(measure.cache()), progress).run(measure.request()));
        }
        if (question instanceof Request.Find find) {
            return new Reply.PlansFound(new FindPlans(workbench, kept(find.cache()), progress).run(find.request()));
        }
        throw new IllegalArgumentException("nobody knows an answer: " + question);
    }

    private static ContentCache kept(Optional<Path> folder) {
        return folder.map(ContentCache::in).orElse(ContentCache.NONE);
    }
}
