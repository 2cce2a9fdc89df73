package org.bitscale.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bitscale.engine.EngineSettings;
import org.bitscale.engine.TrainingSettings;

/** How a file came about, as it stands in the file's own metadata. */
final class Provenance {

    private Provenance() {}

    /** Metadata of an exported network. */
    static Map<String, String> of(QuantizeRequest request, ModelFile model, TaskData data, EngineSettings engine) {
        Map<String, Object> facts = common(data);
        facts.put("model", model.path().getFileName().toString());
        facts.put("model_sha256", model.sha256());
        request.plan().ifPresent(plan -> facts.put("plan", Json.tree(plan)));
        facts.put("layout", request.layout().name());
        facts.put("calibration_examples", request.calibrationExamples());
        facts.put("method", request.description());
        facts.put("device", engine.device().name());
        facts.put("threads", engine.threads());
        request.training().ifPresent(recipe -> facts.put("recipe", Json.tree(recipe)));
        return metadata(facts, data);
    }

    /** Metadata of a float network trained here. */
    static Map<String, String> ofTraining(String architecture, TrainingSettings settings, TaskData data) {
        Map<String, Object> facts = common(data);
        facts.put("architecture", architecture);
        facts.put("recipe", Json.tree(settings));
        return metadata(facts, data);
    }

    private static Map<String, Object> common(TaskData data) {
        Map<String, Object> facts = new LinkedHashMap<>();
        String version = Provenance.class.getPackage().getImplementationVersion();
        facts.put("bitscale", version == null ? "development" : version);
        facts.put("data", data.train().info().name());
        facts.put("data_sha256", data.sourceHash());
        facts.put("train_sha256", data.train().info().contentHash());
        facts.put("validation_sha256", data.validation().info().contentHash());
        facts.put("train_examples", data.train().size());
        facts.put("validation_examples", data.validation().size());
        facts.put("java", System.getProperty("java.version"));
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return facts;
    }

    private static Map<String, String> metadata(Map<String, Object> facts, TaskData data) {
        return Map.of(
                Metadata.INPUT_SCALING, data.format().scaling().toString(),
                Metadata.CLASSES, String.join(",", data.train().info().classes()),
                Metadata.PROVENANCE, Json.write(facts));
    }
}
