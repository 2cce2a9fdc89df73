package org.bitscale.experiment.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.bitscale.Sha256;
import org.bitscale.experiment.Json;

/** Hashes of trials, over their JSON form with sorted keys. */
final class TrialHash {

    private TrialHash() {}

    static String of(Trial trial) {
        return sha256(content(trial));
    }

    static String ofGroup(Trial trial) {
        ObjectNode content = content(trial);
        if (content.get("training") instanceof ObjectNode training) {
            training.remove("seed");
        }
        return sha256(content);
    }

    /** Where the files lie decides nothing; a run that was not timed is no result of a trial that asks for it. */
    private static ObjectNode content(Trial trial) {
        ObjectNode content = (ObjectNode) Json.tree(trial);
        content.remove("model");
        if (!trial.latency()) {
            content.remove("latency");
        }
        ((ObjectNode) content.get("data")).remove("spec");
        return content;
    }

    private static String sha256(ObjectNode content) {
        return Sha256.of(Json.canonical(content).getBytes(StandardCharsets.UTF_8));
    }
}
