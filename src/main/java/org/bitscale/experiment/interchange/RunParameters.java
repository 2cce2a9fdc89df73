package org.bitscale.experiment.interchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.Run;

/** What a run was made with, flat: {@code training.learning_rate}, {@code plan.weight_bits}, {@code environment.threads} … */
final class RunParameters {

    private RunParameters() {}

    static Map<String, String> of(Run run) {
        Map<String, String> parameters = new TreeMap<>();
        JsonNode trial = Json.tree(run.trial());
        trial.properties().forEach(field -> flatten(field.getKey(), field.getValue(), parameters));
        Json.tree(run.environment())
                .properties()
                .forEach(field -> flatten("environment." + field.getKey(), field.getValue(), parameters));
        return parameters;
    }

    private static void flatten(String name, JsonNode value, Map<String, String> into) {
        if (value.isObject()) {
            value.properties().forEach(field -> flatten(name + "." + field.getKey(), field.getValue(), into));
        } else {
            into.put(name, value.isValueNode() ? value.asText() : value.toString());
        }
    }
}
