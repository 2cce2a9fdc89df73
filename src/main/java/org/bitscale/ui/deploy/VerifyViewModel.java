package org.bitscale.ui.deploy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.BadInputException;
import org.bitscale.experiment.Verification;
import org.bitscale.experiment.VerifyFiles;
import org.bitscale.experiment.run.Run;
import org.bitscale.ui.common.Asking;

/** Proves the run's file: ONNX Runtime against the simulation, in several sessions. */
final class VerifyViewModel {

    private static final int MOST = 8;

    private final DeployViewModel deploy;
    private final Asking asking;
    private final StringProperty batches = new SimpleStringProperty("1, 8, 250");
    private final Map<String, VerifyFiles.Result> known = new HashMap<>();
    private final ReadOnlyObjectWrapper<Optional<VerifyFiles.Result>> result =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    VerifyViewModel(DeployViewModel deploy) {
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

    /** What was found. */
    ReadOnlyObjectProperty<Optional<VerifyFiles.Result>> result() {
        return result.getReadOnlyProperty();
    }

    /** Begins. */
    void verify() {
        try {
            Run run = deploy.run();
            List<Integer> sizes = batchSizes(batches.get());
            if (!run.trial().method().quantizes()) {
                throw new BadInputException(DeployTexts.text("refused.float"));
            }
            asking.begin(() -> asking.prepares(deploy.files(
                    files -> asking.waitFor(
                            deploy.desk()
                                    .worker()
                                    .verify(
                                            files.floatModel(),
                                            files.exported(),
                                            run.trial().data(),
                                            sizes),
                            found -> {
                                asking.end();
                                known.put(run.id(), found);
                                result.set(Optional.of(found));
                            }),
                    asking::fail)));
        } catch (BadInputException e) {
            asking.problem().set(e.getMessage());
        }
    }

    /** Numbers of at least 1, separated by commas. */
    static List<Integer> batchSizes(String text) {
        try {
            List<Integer> sizes = Arrays.stream(text.strip().split("[,;\\s]+"))
                    .map(Integer::parseInt)
                    .distinct()
                    .toList();
            if (sizes.stream().anyMatch(size -> size < 1) || sizes.size() > MOST) {
                throw new BadInputException(DeployTexts.text("refused.batches", text));
            }
            return sizes;
        } catch (NumberFormatException e) {
            throw new BadInputException(DeployTexts.text("refused.batches", text), e);
        }
    }

    /** What was found, in plain words. */
    static String words(VerifyFiles.Result result) {
        Verification worst = worst(result);
        String examples = String.format(Locale.ROOT, "%,d", worst.agreement().total());
        String sessions = Integer.toString(result.sessions().size());
        if (worst.agreement().complete()) {
            return DeployTexts.text("verify.proved", examples, sessions);
        }
        String flips = Long.toString(worst.agreement().flips());
        String share =
                String.format(Locale.ROOT, "%.2f %%", 100 * worst.agreement().share());
        return DeployTexts.text(
                worst.holds(Verification.USUAL_AGREEMENT) ? "verify.usual" : "verify.broken", flips, examples, share);
    }

    /** The session with the least agreement. */
    static Verification worst(VerifyFiles.Result result) {
        return result.sessions().stream()
                .min(java.util.Comparator.comparingDouble(
                        session -> session.agreement().share()))
                .orElseThrow();
    }

    void forget() {
        known.clear();
    }
}
