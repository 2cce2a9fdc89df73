package org.bitscale.ui.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.bitscale.experiment.spec.PlanFile;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;

/** Plans to begin with: those that come with the program, the user's own, and files. */
public final class PresetsModel {

    private final PlanViewModel plan;
    private final SavedPlans saved;
    private final Background background;
    private final Failures failures;
    private final ReadOnlyObjectWrapper<List<String>> names = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Optional<NamedPlan>> deleted = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper said = new ReadOnlyStringWrapper("");

    /**
     * @param plan what a preset is put in place of
     * @param saved the user's own presets
     * @param background where files are read
     * @param failures takes what nobody expected
     */
    public PresetsModel(PlanViewModel plan, SavedPlans saved, Background background, Failures failures) {
        this.plan = plan;
        this.saved = saved;
        this.background = background;
        this.failures = failures;
        list();
    }

    /** The same bits for all layers, as people name them; from most to fewest bits. */
    static List<NamedPlan> uniform() {
        List<NamedPlan> presets = new ArrayList<>();
        for (int[] bits : new int[][] {{8, 8}, {4, 8}, {4, 4}, {3, 3}, {2, 4}, {2, 2}}) {
            presets.add(new NamedPlan("W%dA%d".formatted(bits[0], bits[1]), PlanSettings.of(bits[0], bits[1])));
        }
        return List.copyOf(presets);
    }

    /** The user's own presets. */
    ReadOnlyObjectProperty<List<String>> names() {
        return names.getReadOnlyProperty();
    }

    /** The preset that was deleted last, as long as that can be taken back. */
    ReadOnlyObjectProperty<Optional<NamedPlan>> deleted() {
        return deleted.getReadOnlyProperty();
    }

    /** What was done. */
    ReadOnlyStringProperty said() {
        return said.getReadOnlyProperty();
    }

    /** Reads one of the user's presets. */
    void read(String name, Consumer<NamedPlan> done) {
        attempt(() -> saved.read(name), done);
    }

    /** Reads a plan file. */
    void read(Path file, Consumer<NamedPlan> done) {
        attempt(() -> new NamedPlan(file.getFileName().toString(), PlanFile.read(file)), done);
    }

    /** Keeps the plan under a name. */
    void save(String name, Runnable done) {
        keep(new NamedPlan(name.strip(), plan.plan().value().get()), () -> {
            say("preset.saved", name.strip());
            done.run();
        });
    }

    /** Writes the plan to a file. */
    void write(Path file) {
        PlanSettings now = plan.plan().value().get();
        attempt(
                () -> {
                    SavedPlans.write(file, now);
                    return file;
                },
                written -> say("file.saved", written.toString()));
    }

    /** Deletes one of the user's presets. */
    void delete(String name) {
        attempt(() -> saved.delete(name), preset -> {
            say("preset.deleted", name);
            deleted.set(Optional.of(preset));
            list();
        });
    }

    /** Brings back what was deleted last. */
    void restore() {
        deleted.get().ifPresent(preset -> keep(preset, () -> say("preset.restored", preset.name())));
    }

    private void keep(NamedPlan preset, Runnable done) {
        attempt(
                () -> {
                    saved.save(preset);
                    return preset;
                },
                kept -> {
                    done.run();
                    list();
                });
    }

    private void say(String key, String name) {
        said.set(PlanTexts.text(key, name));
    }

    private void list() {
        background.run(saved::names, names::set, failures.refusals(plan.problem()::set));
    }

    private <T> void attempt(Callable<T> work, Consumer<T> done) {
        plan.problem().set("");
        said.set("");
        deleted.set(Optional.empty());
        background.run(work, done, failures.refusals(plan.problem()::set));
    }
}
