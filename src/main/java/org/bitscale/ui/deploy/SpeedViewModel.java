package org.bitscale.ui.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.BadInputException;
import org.bitscale.experiment.FileLatency;
import org.bitscale.experiment.run.Run;
import org.bitscale.ui.common.Asking;

/** Times the run's file beside the float network, with one thread and with all. */
final class SpeedViewModel {

    private final DeployViewModel deploy;
    private final Asking asking;
    private final IntSupplier processors = Runtime.getRuntime()::availableProcessors;
    private final StringProperty batches = new SimpleStringProperty("1, 32");
    private final Map<String, Speed> known = new HashMap<>();
    private final ReadOnlyObjectWrapper<Optional<Speed>> result = new ReadOnlyObjectWrapper<>(Optional.empty());

    /** Times of both networks; a run that is float has one. */
    record Speed(List<Pair> pairs) {

        Speed {
            pairs = List.copyOf(pairs);
        }

        /** Settings in which the run's network is surely slower. */
        List<Pair> slower() {
            return pairs.stream()
                    .filter(pair -> pair.standing() == Standing.SLOWER)
                    .toList();
        }

        /** Settings in which it is surely faster. */
        List<Pair> faster() {
            return pairs.stream()
                    .filter(pair -> pair.standing() == Standing.FASTER)
                    .toList();
        }
    }

    /** How the run's network stands to the float one. */
    enum Standing {
        FASTER,
        SLOWER,
        /** The intervals of the medians overlap. */
        OPEN
    }

    /** Both networks in one setting. */
    record Pair(FileLatency real, FileLatency exported) {

        /** How many times faster the run's network is. */
        double factor() {
            return real.median() / exported.median();
        }

        Standing standing() {
            if (exported.interval().high() < real.interval().low()) {
                return Standing.FASTER;
            }
            return exported.interval().low() > real.interval().high() ? Standing.SLOWER : Standing.OPEN;
        }

        /** Milliseconds at the right end of the setting's bars. */
        double scale() {
            return 1.3 * Math.max(real.median(), exported.median());
        }
    }

    /** One measurement. */
    private record Step(Path file, int threads, int batch) {}

    SpeedViewModel(DeployViewModel deploy) {
        this.deploy = deploy;
        this.asking = new Asking(deploy.background(), deploy.failures());
        deploy.chosen().addListener((observed, before, now) -> {
            if (!before.equals(now)) {
                asking.cancel();
                asking.problem().set("");
                result.set(now.map(chosen -> known.get(chosen.run().id())));
            }
        });
    }

    Asking asking() {
        return asking;
    }

    /** Examples a run, separated by commas. */
    StringProperty batches() {
        return batches;
    }

    /** What was measured. */
    ReadOnlyObjectProperty<Optional<Speed>> result() {
        return result.getReadOnlyProperty();
    }

    /** Begins, unless an experiment runs. */
    void measure() {
        try {
            Run run = deploy.run();
            List<Integer> sizes = VerifyViewModel.batchSizes(batches.get());
            deploy.requireIdle();
            asking.begin(() -> asking.prepares(
                    deploy.files(files -> next(run, steps(files, sizes), new ArrayList<>()), asking::fail)));
        } catch (BadInputException e) {
            asking.problem().set(e.getMessage());
        }
    }

    /** Float and quantized in turn: what else the computer does meanwhile meets both. */
    private List<Step> steps(DeployViewModel.Files files, List<Integer> sizes) {
        List<Step> steps = new ArrayList<>();
        for (int threads : IntStream.of(1, processors.getAsInt()).distinct().toArray()) {
            for (int batch : sizes) {
                steps.add(new Step(files.floatModel(), threads, batch));
                steps.add(new Step(files.exported(), threads, batch));
            }
        }
        return steps;
    }

    private void next(Run run, List<Step> steps, List<FileLatency> found) {
        asking.progressTo((double) found.size() / steps.size());
        if (found.size() == steps.size()) {
            end(run, found);
            return;
        }
        try {
            deploy.requireIdle();
        } catch (BadInputException e) {
            asking.fail(e);
            return;
        }
        Step step = steps.get(found.size());
        asking.waitFor(deploy.desk().worker().latency(step.file(), step.threads(), step.batch()), latency -> {
            found.add(latency);
            next(run, steps, found);
        });
    }

    private void end(Run run, List<FileLatency> found) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < found.size(); i += 2) {
            pairs.add(new Pair(found.get(i), found.get(i + 1)));
        }
        Speed speed = new Speed(pairs);
        asking.end();
        known.put(run.id(), speed);
        result.set(Optional.of(speed));
    }

    void forget() {
        known.clear();
    }
}
