package org.bitscale.ui.guide;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.Sha256;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.spec.ExperimentFile;
import org.bitscale.experiment.spec.ExperimentSpec;
import org.bitscale.ui.desk.OpenData;
import org.bitscale.ui.desk.OpenModel;

/** The experiment behind the three questions. */
final class GuideSearch {

    private GuideSearch() {}

    /** How much time may be spent. */
    enum Effort {
        /** Without training. */
        QUICK(0),
        /** Two epochs of training where there are few bits. */
        USUAL(2),
        /** Five epochs. */
        THOROUGH(5);

        private final int epochs;

        Effort(int epochs) {
            this.epochs = epochs;
        }

        int epochs() {
            return epochs;
        }
    }

    /**
     * The recipes that are tried: widths that need no training, and with training the lower ones.
     *
     * @param latency whether each network is timed as well
     */
    static ExperimentSpec of(OpenModel model, OpenData data, Effort effort, boolean latency) {
        List<Map<String, Object>> points = new ArrayList<>();
        for (String bits : List.of("W8A8", "W6A8", "W4A8")) {
            points.add(Map.of("bits", bits, "method", "ptq"));
        }
        if (effort != Effort.QUICK) {
            for (String bits : List.of("W4A8", "W4A4", "W3A4", "W3A3", "W2A4")) {
                points.add(Map.of("bits", bits, "method", "lsq"));
            }
        }
        if (effort == Effort.THOROUGH) {
            points.add(Map.of("bits", "W8A8", "method", "lsq"));
            points.add(Map.of("bits", "W2A2", "method", "lsq"));
        }
        Map<String, Object> experiment = new LinkedHashMap<>();
        experiment.put("model", model.experimentName());
        experiment.put("data", data.section());
        if (effort != Effort.QUICK) {
            experiment.put("recipe", Map.of("epochs", effort.epochs()));
        }
        experiment.put("sweep", Map.of("mode", "list", "points", points));
        experiment.put("evaluation", Map.of("latency", latency));
        String hash = Sha256.of((Json.write(experiment) + model.file().sha256()).getBytes(StandardCharsets.UTF_8));
        experiment.put(
                "name",
                "guide-%s-%s".formatted(effort.name().toLowerCase(java.util.Locale.ROOT), hash.substring(0, 6)));
        return ExperimentFile.parse(Json.write(experiment), GuideTexts.text("title"));
    }
}
