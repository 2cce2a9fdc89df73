package org.bitscale.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitscale.SharedMaterial;
import org.bitscale.graph.Tensor;
import org.junit.jupiter.api.Test;

/** The optimizer's generated step. */
class OptimizerProgramTest {

    @Test
    void plainSgdByHand() {
        float[] after = run(
                new Optimizer.Sgd(0, false),
                0.5,
                0.1,
                TrainedParameter.Kind.WEIGHT,
                1,
                new float[] {2, -4},
                List.of(new float[] {1, 3}));
        // gradient + decay·value = 1 + 0.2, 3 − 0.4
        assertThat(after).containsExactly(new float[] {2 - 0.6f, -4 - 1.3f}, within(1e-6f));
    }

    @Test
    void biasesAreNotDecayed() {
        float[] after = run(
                new Optimizer.Sgd(0, false),
                0.5,
                0.1,
                TrainedParameter.Kind.OTHER,
                1,
                new float[] {2},
                List.of(new float[] {1}));
        assertThat(after).containsExactly(new float[] {1.5f}, within(1e-6f));
    }

    @Test
    void scalesStayPositiveAndMoveByATenthAtMost() {
        float[] after = run(
                new Optimizer.Sgd(0, false),
                1,
                0,
                TrainedParameter.Kind.SCALE,
                1,
                new float[] {0.5f, 0.5f, 0.5f},
                List.of(new float[] {100, -100, 0.01f}));
        assertThat(after).containsExactly(new float[] {0.45f, 0.55f, 0.49f}, within(1e-6f));
    }

    @Test
    void gradientScaleApplies() {
        float[] after = run(
                new Optimizer.Sgd(0, false),
                1,
                0,
                TrainedParameter.Kind.OTHER,
                0.25,
                new float[] {1},
                List.of(new float[] {2}));
        assertThat(after).containsExactly(new float[] {0.5f}, within(1e-6f));
    }

    @Test
    void agreesWithPyTorch() throws Exception {
        JsonNode vectors = new ObjectMapper()
                .readTree(SharedMaterial.path("vectors/optim_torch.json").toFile());
        int compared = 0;
        for (JsonNode vector : vectors.get("optimizers")) {
            JsonNode group = vector.get("param_groups");
            String name = vector.get("opt").asText();
            double momentum = group.path("momentum").asDouble();
            double beta1 = group.path("betas").path(0).asDouble();
            double beta2 = group.path("betas").path(1).asDouble();
            double epsilon = group.path("eps").asDouble();
            Optimizer optimizer =
                    switch (name) {
                        case "Adam", "Adam_wd" -> new Optimizer.Adam(beta1, beta2, epsilon);
                        case "AdamW" -> new Optimizer.AdamW(beta1, beta2, epsilon);
                        case "RMSprop" ->
                            new Optimizer.RmsProp(group.get("alpha").asDouble(), epsilon);
                        default ->
                            new Optimizer.Sgd(momentum, group.get("nesterov").asBoolean());
                    };
            List<float[]> gradients = new java.util.ArrayList<>();
            vector.get("grads").forEach(g -> gradients.add(floats(g.get("data"))));
            float[] after = run(
                    optimizer,
                    group.get("lr").asDouble(),
                    group.get("weight_decay").asDouble(),
                    TrainedParameter.Kind.WEIGHT,
                    1,
                    floats(vector.get("p0").get("data")),
                    gradients);
            JsonNode expected = vector.get("p_after_each");
            assertThat(after)
                    .as(vector.get("opt") + " " + group)
                    .containsExactly(floats(expected.get(expected.size() - 1).get("data")), within(2e-6f));
            compared++;
        }
        assertThat(compared).isEqualTo(7);
    }

    private static float[] floats(JsonNode data) {
        float[] values = new float[data.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) data.get(i).asDouble();
        }
        return values;
    }

    private static float[] run(
            Optimizer optimizer,
            double rate,
            double decay,
            TrainedParameter.Kind kind,
            double gradientScale,
            float[] start,
            List<float[]> gradients) {
        TrainedParameter parameter =
                new TrainedParameter("p", Tensor.ofFloats(start, start.length), kind, gradientScale);
        TrainingSettings settings =
                new TrainingSettings(1, 2, rate, optimizer, Schedule.CONSTANT, decay, BatchNormMode.KEEP, 0);
        TorchProgram program = OptimizerProgram.of(List.of(parameter), List.of(), Map.of(), settings);
        try (TorchEngine engine = TorchEngine.open(EngineSettings.standard());
                PtNDManager manager = engine.newManager();
                PtSymbolBlock module = engine.load(List.of(program.method("step", List.of())))) {
            Map<String, PtNDArray> arrays = new HashMap<>();
            arrays.put(OptimizerProgram.valueName("p"), Arrays.array(manager, start, start.length));
            arrays.put(
                    OptimizerProgram.name("state0", 0), Arrays.array(manager, new float[start.length], start.length));
            arrays.put(
                    OptimizerProgram.name("state1", 0), Arrays.array(manager, new float[start.length], start.length));
            for (int t = 1; t <= gradients.size(); t++) {
                Map<String, Double> rates = StepRates.of(settings, rate, t, 0).byName();
                arrays.put(
                        OptimizerProgram.name("gradient", 0),
                        Arrays.array(manager, gradients.get(t - 1), start.length));
                rates.forEach((name, number) ->
                        arrays.put(name, Arrays.array(manager, new float[] {number.floatValue()}, 1)));
                PtNDArray[] arguments =
                        program.arguments().stream().map(arrays::get).toArray(PtNDArray[]::new);
                Network.call(module, "step", arguments, manager);
                assertThat(arrays.get(OptimizerProgram.name("gradient", 0)).toFloatArray())
                        .containsOnly(0);
            }
            return arrays.get(OptimizerProgram.valueName("p")).toFloatArray();
        }
    }
}
