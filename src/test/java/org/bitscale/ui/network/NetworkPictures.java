package org.bitscale.ui.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.bitscale.experiment.Histogram;
import org.bitscale.experiment.Inspect;
import org.bitscale.experiment.ModelFile;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.common.Theme;

/**
 * Pictures of the drawn network and of a histogram, to be looked at: {@code NetworkPictures FOLDER MODEL…}, with the
 * properties of the tests' screen in memory. Prints how long finding blocks, placing and drawing take.
 */
final class NetworkPictures {

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;

    private NetworkPictures() {}

    /** Writes the pictures. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Platform.startup(() -> {});
        Platform.setImplicitExit(false);
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            Path file = Path.of(argument);
            String name = file.getFileName().toString().replace(".onnx", "");
            OperatorTable operators = OperatorTable.standard();
            ModelFile model = ModelFile.read(file, operators);
            List<Inspect.Layer> layers = Inspect.of(file, operators).layers();
            NetworkModel network = NetworkModel.of(model.graph(), ShapeInference.of(model.graph(), operators), layers);
            time(name, network);
            pictures(folder, name, network);
            largest(model).ifPresent(weights -> histograms(folder, name, weights));
        }
        time("random 500", Networks.random(500, 1));
        if (arguments.length == 1) {
            pictures(folder, "warm", Networks.random(200, 2));
        }
        time("random 1000", Networks.random(1000, 1));
        pictures(folder, "random500", Networks.random(500, 1));
        Platform.exit();
    }

    private static void time(String name, NetworkModel network) {
        long begin = System.nanoTime();
        NetworkLayout layout = NetworkLayout.of(network);
        System.out.printf(
                "%s: %d nodes, %d edges, %d blocks; placed in %d ms; %.0f x %.0f%n",
                name,
                network.nodes().size(),
                network.edges().size(),
                network.blocks().size(),
                (System.nanoTime() - begin) / 1_000_000,
                layout.width(),
                layout.height());
    }

    private static void pictures(Path folder, String name, NetworkModel network) {
        for (Theme theme : Theme.values()) {
            NetworkView view = onScreen(() -> new NetworkView(new SameThread(), failure -> {
                throw new IllegalStateException(failure);
            }));
            shown(view, theme, stage -> {
                onScreen(() -> view.show(network));
                save(stage, folder, name + "-" + theme + "-begin");
                String heavy = network.nodes().stream()
                        .filter(NetworkNode::isHeavy)
                        .skip(2)
                        .findFirst()
                        .orElse(network.nodes().get(0))
                        .id();
                onScreen(() -> {
                    view.setColouring(Optional.of(bits(network)));
                    view.reveal(heavy);
                });
                save(stage, folder, name + "-" + theme + "-bits");
                onScreen(() -> {
                    view.setColouring(Optional.of(parameters(network)));
                    view.collapseAll();
                    view.highlight(network.nodes().stream()
                            .filter(node -> node.title().equals("Gemm"))
                            .map(NetworkNode::id)
                            .collect(Collectors.toSet()));
                    view.fit();
                });
                save(stage, folder, name + "-" + theme + "-collapsed");
                onScreen(() -> {
                    view.expandAll();
                    view.fit();
                });
                frames(name, view, stage);
            });
        }
    }

    /** Drawing is asked for by a movement and done after it, so each frame is three turns of the JavaFX thread. */
    private static void frames(String name, NetworkView view, Stage stage) {
        int frames = 15;
        long drawing = 0;
        long all = System.nanoTime();
        for (int i = 0; i < frames; i++) {
            onScreen(() -> view.camera().move(1, 1));
            long begin = System.nanoTime();
            onScreen(() -> {});
            drawing += System.nanoTime() - begin;
            onScreen(() -> {
                stage.getScene().snapshot(null);
            });
        }
        System.out.printf(
                "%s: everything in sight: a frame in %d ms with its snapshot, %d ms of them until it was asked for%n",
                name, (System.nanoTime() - all) / 1_000_000 / frames, drawing / 1_000_000 / frames);
    }

    private static NodeColouring bits(NetworkModel network) {
        Map<String, NodeColouring.Entry> entries = new HashMap<>();
        int[] widths = {8, 4, 2, 6, 3, 5, 7, 32};
        network.nodes().stream().filter(NetworkNode::isHeavy).forEach(node -> {
            int bits = widths[entries.size() % widths.length];
            entries.put(node.id(), new NodeColouring.Entry(bits, bits == 32 ? "float" : "W" + bits + "A8"));
        });
        return new NodeColouring(
                "Weight bits", NodeColouring.Scale.BITS, NodeColouring.Sum.LARGEST, entries, value -> "");
    }

    private static NodeColouring parameters(NetworkModel network) {
        Map<String, NodeColouring.Entry> entries = new HashMap<>();
        network.nodes().stream()
                .filter(node -> node.parameters() > 0)
                .forEach(node -> entries.put(
                        node.id(), new NodeColouring.Entry(node.parameters(), Long.toString(node.parameters()))));
        return new NodeColouring(
                "Parameters",
                NodeColouring.Scale.LOGARITHMIC,
                NodeColouring.Sum.TOTAL,
                entries,
                value -> Long.toString(Math.round(value)));
    }

    private static Optional<float[]> largest(ModelFile model) {
        return model.graph().constants().values().stream()
                .filter(tensor -> tensor.type().isFloat())
                .max((one, other) -> Long.compare(one.elements(), other.elements()))
                .map(Tensor::floats);
    }

    private static void histograms(Path folder, String name, float[] values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        long[] counts = new long[Histogram.BINS];
        for (float value : values) {
            counts[Math.min(counts.length - 1, (int) ((value - min) / (max - min) * counts.length))]++;
        }
        Histogram histogram = new Histogram(min, max, counts, 0);
        for (Theme theme : Theme.values()) {
            for (int bits : new int[] {0, 2, 4, 8}) {
                HistogramView view = onScreen(() -> new HistogramView("Weights", QuantizationGrid.Kind.WEIGHTS));
                shown(view, theme, stage -> {
                    onScreen(() -> {
                        view.show(Optional.of(histogram), new float[0]);
                        view.bits().set(bits == 0 ? OptionalInt.empty() : OptionalInt.of(bits));
                    });
                    save(stage, folder, name + "-" + theme + "-histogram" + bits);
                });
            }
        }
    }

    private static void shown(Parent view, Theme theme, java.util.function.Consumer<Stage> then) {
        Stage stage = onScreen(() -> {
            Appearance appearance = new Appearance();
            Scene scene = new Scene(view, WIDTH, view instanceof HistogramView ? 260 : HEIGHT);
            appearance.applyTo(scene);
            appearance.theme().set(theme);
            Stage made = new Stage();
            made.setScene(scene);
            made.show();
            return made;
        });
        then.accept(stage);
        onScreen(stage::close);
    }

    private static void save(Stage stage, Path folder, String name) {
        onScreen(() -> {}); // layout and drawing, which are asked for later
        onScreen(() -> {});
        onScreen(() -> {
            var image = SwingFXUtils.fromFXImage(stage.getScene().snapshot(null), null);
            try {
                ImageIO.write(image, "png", folder.resolve(name + ".png").toFile());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static void onScreen(Runnable action) {
        onScreen(() -> {
            action.run();
            return null;
        });
    }

    private static <T> T onScreen(java.util.concurrent.Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        Platform.runLater(task);
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
