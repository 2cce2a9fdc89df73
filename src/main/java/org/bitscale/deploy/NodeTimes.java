package org.bitscale.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What each node takes when ONNX Runtime runs a file the deployed way, from its own profiler. Its nodes are those after
 * graph optimisation: several of the file's may have become one.
 */
public final class NodeTimes {

    private static final int WARM_UP = 5;
    private static final String KERNEL = "_kernel_time";

    private NodeTimes() {}

    /**
     * One node.
     *
     * @param node its name in the optimised graph
     * @param operator what computes it, for example {@code QLinearConv}
     * @param microseconds mean time of a run
     */
    public record NodeTime(String node, String operator, double microseconds) {}

    /**
     * Times the nodes of a file on random input, after a warm-up.
     *
     * @param threads of one operation
     * @param batch examples a run
     * @param runs how many are averaged, at least 1
     * @return in the order in which they run
     * @throws org.bitscale.BadInputException if the file cannot be run, or not with so many examples at a time
     */
    public static List<NodeTime> measure(Path model, int threads, int batch, int runs) {
        try {
            Path folder = Files.createTempDirectory("bitscale-profile-");
            try {
                return summed(record(model, threads, batch, runs, folder.resolve("profile")), runs);
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new OnnxRuntimeException("the times of the nodes of %s need a temporary file".formatted(model), e);
        }
    }

    private static Path record(Path model, int threads, int batch, int runs, Path profile) {
        try (OnnxSession session = OnnxSession.openProfiled(model, SessionSettings.optimised(threads), profile)) {
            Map<String, TensorValue> inputs = RandomInputs.of(session, batch);
            for (int i = 0; i < WARM_UP + runs; i++) {
                session.run(inputs);
            }
            return session.endProfiling();
        }
    }

    /** The profile is one JSON array of events; those of kernels carry the node's name and microseconds. */
    private static List<NodeTime> summed(Path profile, int runs) throws IOException {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        Map<String, String> operators = new LinkedHashMap<>();
        for (JsonNode event : new ObjectMapper().readTree(profile.toFile())) {
            String name = event.path("name").asText();
            if (event.path("cat").asText().equals("Node") && name.endsWith(KERNEL)) {
                String node = name.substring(0, name.length() - KERNEL.length());
                operators.put(node, event.path("args").path("op_name").asText());
                times.computeIfAbsent(node, key -> new ArrayList<>())
                        .add(event.path("dur").asDouble());
            }
        }
        List<NodeTime> nodes = new ArrayList<>();
        times.forEach((node, all) -> {
            double sum = all.stream()
                    .skip((long) WARM_UP * all.size() / (WARM_UP + runs))
                    .mapToDouble(t -> t)
                    .sum();
            nodes.add(new NodeTime(node, operators.get(node), sum / runs));
        });
        return nodes;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
