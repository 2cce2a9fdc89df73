package org.bitscale.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bitscale.engine.TrainingSettings;

/** How a file came about, as it stands in the file's own metadata. */
final class Provenance {

    private Provenance() {}

    /** Metadata of an exported network. */
    static Map<String, String> of(QuantizeRequest request, ModelFile model, TaskData data) {
        Map<String, Object> facts = common(data);
        facts.put("model", model.path().getFileName().toString());
        facts.put("model_sha256", model.sha256());
        facts.put("weight_bits", request.plan().weightBits());
        facts.put("activation_bits", request.plan().activationBits());
        facts.put("edge_bits", request.plan().edgeBits());
        facts.put("arithmetic_bits", request.plan().arithmeticBits());
        facts.put("granularity", request.plan().granularity().name());
        Map<String, String> layers = new TreeMap<>();
        request.plan().layers().forEach((name, bits) -> layers.put(name, bits.toString()));
        facts.put("layers", layers);
        facts.put("layout", request.layout().name());
        facts.put("calibration_examples", request.calibrationExamples());
        facts.put("method", request.training().map(qat -> "QAT " + qat.method()).orElse("PTQ"));
        request.training().ifPresent(qat -> facts.put("recipe", recipe(qat.settings())));
        return metadata(facts, data);
    }

    /** Metadata of a float network trained here. */
    static Map<String, String> ofTraining(String architecture, TrainingSettings settings, TaskData data) {
        Map<String, Object> facts = common(data);
        facts.put("architecture", architecture);
        facts.put("recipe", recipe(settings));
        return metadata(facts, data);
    }

    private static Map<String, Object> common(TaskData data) {
        Map<String, Object> facts = new LinkedHashMap<>();
        String version = Provenance.class.getPackage().getImplementationVersion();
        facts.put("bitscale", version == null ? "development" : version);
        facts.put("data", data.train().info().name());
        facts.put("train_sha256", data.train().info().contentHash());
        facts.put("validation_sha256", data.validation().info().contentHash());
        facts.put("train_examples", data.train().size());
        facts.put("validation_examples", data.validation().size());
        facts.put("java", System.getProperty("java.version"));
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return facts;
    }

    private static Map<String, Object> recipe(TrainingSettings settings) {
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("epochs", settings.epochs());
        recipe.put("batch_size", settings.batchSize());
        recipe.put("learning_rate", settings.learningRate());
        recipe.put("optimizer", settings.optimizer().toString());
        recipe.put("schedule", settings.schedule().name());
        recipe.put("weight_decay", settings.weightDecay());
        recipe.put("batch_norm", settings.batchNorm().name());
        recipe.put("seed", settings.seed());
        return recipe;
    }

    private static Map<String, String> metadata(Map<String, Object> facts, TaskData data) {
        try {
            ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
            return Map.of(
                    Metadata.INPUT_SCALING, data.format().scaling().toString(),
                    Metadata.CLASSES, String.join(",", data.train().info().classes()),
                    Metadata.PROVENANCE, mapper.writeValueAsString(facts));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts are plain values", e);
        }
    }
}
