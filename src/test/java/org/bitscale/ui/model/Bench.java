package org.bitscale.ui.model;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Agreement;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.EstimateRequest;
import org.bitscale.experiment.Histogram;
import org.bitscale.experiment.LayerObservation;
import org.bitscale.experiment.LayerTime;
import org.bitscale.experiment.PlanEstimate;
import org.bitscale.storage.Workspace;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.desk.Desk;

/** A desk with a real workspace, and a worker whose answers a test gives when it wants to. */
final class Bench implements LayerQuestions, AutoCloseable {

    private static final int CLASSES = 10;
    private static final int SIDE = 32;
    private static final int PICTURES = 6;

    final Desk desk;
    final List<Throwable> unexpected = new ArrayList<>();
    final List<String> refusals = new ArrayList<>();
    final Failures failures = new Failures(unexpected::add);
    final Deque<CompletableFuture<List<LayerObservation>>> observations = new ArrayDeque<>();
    final Deque<CompletableFuture<PlanEstimate>> estimates = new ArrayDeque<>();
    final Deque<CompletableFuture<List<LayerTime>>> times = new ArrayDeque<>();
    final List<EstimateRequest> requests = new ArrayList<>();

    Bench(Path workspace, Background background) {
        desk = new Desk(Workspace::open, background, failures);
        desk.openWorkspace(workspace, () -> {}, refusals::add);
    }

    void openModel() {
        desk.openModel(ModelViewModel.SAMPLE, () -> {}, refusals::add);
    }

    /** Opens a few pictures of nothing, in the shape that the sample network reads. */
    void openData() {
        Path pictures = desk.openWorkspace().folder().resolve("pictures");
        desk.openData(
                new DataOptions(written(pictures).toString(), Optional.empty(), 0.3, OptionalInt.empty(), 0),
                () -> {},
                refusals::add);
    }

    private static Path written(Path folder) {
        try {
            for (int i = 0; i < CLASSES * PICTURES && !Files.exists(folder.resolve("class9/5.png")); i++) {
                Path place = Files.createDirectories(folder.resolve("class" + i / PICTURES));
                BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
                picture.setRGB(i / SIDE, i % SIDE, 0xFFFFFF); // no two alike
                ImageIO.write(
                        picture, "png", place.resolve(i % PICTURES + ".png").toFile());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletableFuture<List<LayerObservation>> observe(Path model, DataOptions data, int examples) {
        return asked(observations);
    }

    @Override
    public CompletableFuture<PlanEstimate> estimate(EstimateRequest request) {
        requests.add(request);
        return asked(estimates);
    }

    @Override
    public CompletableFuture<List<LayerTime>> times(Path file) {
        return asked(times);
    }

    private static <T> CompletableFuture<T> asked(Deque<CompletableFuture<T>> questions) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        questions.add(answer);
        return answer;
    }

    /** An estimate with a loss, and one layer's error. */
    static PlanEstimate estimate(double loss, double sqnr) {
        return new PlanEstimate(
                new Accuracy(9, 10),
                loss,
                new Accuracy(10, 10),
                0.25,
                new Agreement(9, 10),
                100,
                400,
                1000,
                List.of(new PlanEstimate.LayerError("stem", "W8A8", sqnr)),
                0.1);
    }

    static LayerObservation observation(String layer) {
        return new LayerObservation(
                layer,
                "Conv",
                new long[] {2, 1, 3, 3},
                0,
                new Histogram(-1, 1, new long[] {1, 2, 2, 1}, 0),
                new float[] {-1, -0.5f},
                new float[] {0.5f, 1},
                new Histogram(0, 4, new long[] {5, 3, 2, 1}, 0));
    }

    @Override
    public void close() {
        desk.clear().run();
    }
}
