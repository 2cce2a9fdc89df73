package org.bitscale.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bitscale.deploy.OnnxSession;
import org.bitscale.deploy.Processor;
import org.bitscale.engine.TrainingSettings;

/** How a file came about, as it stands in the file's own metadata. */
final class Provenance {

    private Provenance() {}

    /** Metadata of an exported network. */
    static Map<String, String> of(QuantizeRequest request, ModelFile model, TaskData data, Workbench workbench) {
        Map<String, Object> facts = common(data, workbench);
        facts.put("model", model.path().getFileName().toString());
        facts.put("model_sha256", model.sha256());
        request.plan().ifPresent(plan -> facts.put("plan", Json.tree(plan)));
        facts.put("layout", request.layout().name());
        facts.put("calibration_examples", request.calibrationExamples());
        facts.put("method", request.description());
        if (!request.ptq().isPlain()) {
            facts.put("ptq", request.ptq().toString());
        }
        request.training().ifPresent(recipe -> facts.put("recipe", Json.tree(recipe)));
        return metadata(facts, data);
    }

    /** Metadata of a float network trained here. */
    static Map<String, String> ofTraining(
            String architecture,
            TrainingSettings settings,
            Optional<ModelFile> teacher,
            TaskData data,
            Workbench workbench) {
        Map<String, Object> facts = common(data, workbench);
        facts.put("architecture", architecture);
        teacher.ifPresent(model -> {
            facts.put("teacher", model.path().getFileName().toString());
            facts.put("teacher_sha256", model.sha256());
        });
        facts.put("recipe", Json.tree(settings));
        return metadata(facts, data);
    }

    private static Map<String, Object> common(TaskData data, Workbench workbench) {
        Map<String, Object> facts = new LinkedHashMap<>();
        String version = Provenance.class.getPackage().getImplementationVersion();
        facts.put("bitscale", version == null ? "development" : version);
        facts.put("data", data.train().info().name());
        facts.put("data_sha256", data.sourceHash());
        facts.put("train_sha256", data.train().info().contentHash());
        facts.put("validation_sha256", data.validation().info().contentHash());
        facts.put("train_examples", data.train().size());
        facts.put("validation_examples", data.validation().size());
        facts.put("environment", environment(workbench));
        return facts;
    }

    private static Map<String, Object> environment(Workbench workbench) {
        Processor processor = Processor.current();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("java", System.getProperty("java.version"));
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("processor", processor.model());
        facts.put(
                "features",
                processor.features().stream().map(Enum::name).sorted().toList());
        facts.put("device", workbench.settings().device().name());
        facts.put("threads", workbench.settings().threads());
        facts.put("pytorch", workbench.engine().version());
        facts.put("onnx_runtime", OnnxSession.runtimeVersion());
        return facts;
    }

    private static Map<String, String> metadata(Map<String, Object> facts, TaskData data) {
        return Map.of(
                Metadata.INPUT_SCALING, data.format().scaling().toString(),
                Metadata.CLASSES, String.join(",", data.train().info().classes()),
                Metadata.PROVENANCE, Json.write(facts));
    }
}
