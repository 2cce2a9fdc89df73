package org.bitscale.experiment;

import org.bitscale.Progress;
import org.bitscale.graph.Graph;

/**
 * The float network that everything is compared with.
 *
 * @param validation its score on the validation split
 * @param test its score on the test split
 */
public record Baseline(Score validation, Score test) {

    private static final int BATCH = 250;

    /** What decides a baseline. */
    private record Content(String model, String data, String format, int threads) {}

    /** Measures it, once for each content. */
    static Baseline of(ModelFile file, TaskData data, Workbench workbench, ContentCache cache, Progress progress) {
        Content content = new Content(
                file.sha256(),
                data.splitHash(),
                data.format().toString(),
                workbench.settings().threads());
        return cache.get("baseline", content, Baseline.class, () -> {
            Graph real = file.form(workbench.operators()).real();
            Verify verify = new Verify(workbench, progress);
            return new Baseline(
                    Score.of(verify.simulate(real, data.validation(), data.format(), BATCH)),
                    Score.of(verify.simulate(real, data.test(), data.format(), BATCH)));
        });
    }
}
