package org.bitscale.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.Batch;
import org.bitscale.data.BatchLoader;
import org.bitscale.data.Dataset;
import org.bitscale.data.InputFormat;
import org.bitscale.data.Subset;
import org.bitscale.deploy.ElementType;
import org.bitscale.deploy.ExposedTensors;
import org.bitscale.deploy.OnnxPredictions;
import org.bitscale.deploy.OnnxSession;
import org.bitscale.deploy.SessionSettings;
import org.bitscale.deploy.TensorValue;
import org.bitscale.engine.Evaluation;
import org.bitscale.engine.FloatTensor;
import org.bitscale.engine.Network;
import org.bitscale.eval.Agreement;
import org.bitscale.eval.Predictions;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.ValueInfo;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.ShapeInference;

/** Proves an exported file: the simulation of what it holds against ONNX Runtime running it. */
final class Verify {

    /** Examples compared layer by layer. */
    private static final int TRACED = 32;

    private final Workbench workbench;
    private final Progress progress;

    Verify(Workbench workbench, Progress progress) {
        this.workbench = workbench;
        this.progress = progress;
    }

    /**
     * Runs a file in ONNX Runtime and compares.
     *
     * @param graph what the file holds
     * @param simulated the simulation's outputs for {@code data}
     */
    Verification of(
            Path file,
            Graph graph,
            Predictions simulated,
            Dataset data,
            InputFormat format,
            boolean optimised,
            int batchSize) {
        SessionSettings settings = new SessionSettings(workbench.settings().threads(), optimised);
        Predictions real;
        try (OnnxSession session = OnnxSession.open(file, settings);
                BatchLoader loader = BatchLoader.sequential(data, format, batchSize, workbench.loaders())) {
            real = OnnxPredictions.run(session, loader, data.size(), progress);
        }
        double largest = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < real.logits().length; i++) {
            largest = Math.max(
                    largest, Math.abs((double) real.logits()[i] - simulated.logits()[i]));
            sum += simulated.logits()[i];
            squares += (double) simulated.logits()[i] * simulated.logits()[i];
        }
        double mean = sum / real.logits().length;
        return new Verification(
                Agreement.of(simulated.classesPredicted(), real.classesPredicted()),
                largest,
                Math.sqrt(Math.max(0, squares / real.logits().length - mean * mean)),
                real.accuracy(),
                firstParting(file, graph, data, format, settings),
                OnnxSession.runtimeVersion(),
                optimised,
                batchSize);
    }

    /** The outputs of the simulation. */
    Predictions simulate(Graph graph, Dataset data, InputFormat format, int batchSize) {
        try (Network network = Network.of(graph, workbench.operators(), workbench.engine());
                BatchLoader loader = BatchLoader.sequential(data, format, batchSize, workbench.loaders())) {
            return Evaluation.run(network, loader, data.size(), progress);
        }
    }

    private Optional<Verification.Parting> firstParting(
            Path file, Graph graph, Dataset data, InputFormat format, SessionSettings settings) {
        Facts facts = ShapeInference.of(graph, workbench.operators());
        Map<String, Node> producers = graph.producers();
        List<String> tensors = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.is("DequantizeLinear") && isActivation(graph, producers.get(node.input(0)), facts)) {
                tensors.add(node.input(0));
            } else if (node.is("DynamicQuantizeLinear")) {
                tensors.add(node.output());
            }
        }
        if (tensors.isEmpty()) {
            return Optional.empty();
        }
        Dataset few = Subset.first(data, Math.min(TRACED, data.size()));
        Path exposed = null;
        try (BatchLoader loader = BatchLoader.sequential(few, format, few.size(), workbench.loaders())) {
            exposed = Files.createTempFile("bitscale-", ".onnx");
            Map<String, ExposedTensors.Type> types = new HashMap<>();
            tensors.forEach(tensor -> types.put(
                    tensor,
                    ExposedTensors.Type.of(
                            facts.type(tensor).type() == DataType.INT8 ? ElementType.INT8 : ElementType.UINT8)));
            ExposedTensors.write(file, types, exposed);
            Batch batch = loader.next();
            Graph traced = graph.withOutputs(tensors.stream()
                    .map(tensor -> new ValueInfo(tensor, facts.type(tensor)))
                    .toList());
            return compared(exposed, traced, tensors, batch, settings);
        } catch (IOException e) {
            throw new BadInputException("The comparison layer by layer needs a temporary file: " + e.getMessage(), e);
        } finally {
            delete(exposed);
        }
    }

    /** Whether what a node makes are codes of an activation, of a type that sessions hand over; others are weights. */
    private static boolean isActivation(Graph graph, Node producer, Facts facts) {
        if (producer == null
                || producer.is("Gather") && graph.constant(producer, 0).isPresent()) {
            return false;
        }
        DataType type = facts.type(producer.output()).type();
        return type == DataType.UINT8 || type == DataType.INT8;
    }

    private Optional<Verification.Parting> compared(
            Path exposed, Graph traced, List<String> tensors, Batch batch, SessionSettings settings) {
        String input = traced.onlyInput().name();
        try (OnnxSession session = OnnxSession.open(exposed, settings);
                Network network = Network.of(traced, workbench.operators(), workbench.engine())) {
            long[] shape = traced.onlyInput().type().shape().dims().stream()
                    .mapToLong(dim -> dim.isKnown() ? dim.size() : batch.size())
                    .toArray();
            shape[0] = batch.size();
            Map<String, TensorValue> real = session.run(Map.of(input, TensorValue.floats(batch.values(), shape)));
            Map<String, FloatTensor> simulated = network.run(Map.of(input, new FloatTensor(batch.values(), shape)));
            for (String tensor : tensors) {
                float[] ours = simulated.get(tensor).values();
                int[] theirs = real.get(tensor).toInts();
                int differing = 0;
                int steps = 0;
                for (int i = 0; i < ours.length; i++) {
                    int difference = Math.abs((int) ours[i] - theirs[i]);
                    differing += difference == 0 ? 0 : 1;
                    steps = Math.max(steps, difference);
                }
                if (differing > 0) {
                    return Optional.of(new Verification.Parting(
                            tensor, layerOf(traced, tensor), (double) differing / ours.length, steps));
                }
            }
            return Optional.empty();
        }
    }

    /** The node whose result is held as integers in {@code tensor}: past the quantizer's own nodes. */
    private static String layerOf(Graph graph, String tensor) {
        Map<String, Node> producers = graph.producers();
        Node node = producers.get(tensor);
        while (node != null && (node.is("Clip") || node.is("QuantizeLinear") || node.is("Relu"))) {
            Node before = producers.get(node.input(0));
            if (before == null) {
                return "input " + node.input(0);
            }
            node = before;
        }
        return node == null ? tensor : node.name();
    }

    private static void delete(Path temporary) {
        if (temporary != null) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                throw new BadInputException("The temporary file '%s' cannot be removed".formatted(temporary), e);
            }
        }
    }
}
