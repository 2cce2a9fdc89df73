package org.bitscale.ui.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.storage.TestRuns;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.Desks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationsTest {

    @TempDir
    private Path folder;

    private Desk desk;
    private RunTableModel model;

    @BeforeEach
    void open() {
        desk = Desks.open(folder.resolve("workspace"));
        desk.openWorkspace().runs().add(TestRuns.run(1));
        desk.openWorkspace().runs().add(TestRuns.run(2));
        desk.openWorkspace().runs().annotate(TestRuns.id(1), new Annotation(false, java.util.Set.of("old"), ""));
        model = new RunTableModel(desk, new SameThread(), Desks.failures());
        model.select(List.of(TestRuns.id(1), TestRuns.id(2)));
    }

    @AfterEach
    void close() {
        desk.clear().run();
    }

    private Annotation kept(int number) {
        return desk.openWorkspace().runs().annotation(TestRuns.id(number));
    }

    @Test
    void every_step_is_taken_back_and_done_again_in_the_store_too() {
        Annotation first = kept(1);
        model.toggleStar(model.chosen());
        model.addTags(model.chosen(), "new");
        assertThat(kept(1).tags()).containsExactly("new", "old");
        model.annotations().undo();
        assertThat(kept(1)).isEqualTo(new Annotation(true, java.util.Set.of("old"), ""));
        assertThat(kept(2)).isEqualTo(new Annotation(true, java.util.Set.of(), ""));
        model.annotations().undo();
        assertThat(kept(1)).isEqualTo(first);
        assertThat(kept(2)).isEqualTo(Annotation.NONE);
        assertThat(model.annotations().canUndo().get()).isFalse();
        model.annotations().redo();
        assertThat(kept(2).starred()).isTrue();
        assertThat(model.chosen()).allMatch(row -> row.annotation().starred());
    }

    @Test
    void saying_the_same_again_is_no_step() {
        model.note(model.chosen(), "");
        assertThat(model.annotations().canUndo().get()).isFalse();
    }

    @Test
    void another_workspace_has_nothing_to_take_back() {
        model.toggleStar(model.chosen());
        desk.openWorkspace(folder.resolve("other"), () -> {}, refused -> {});
        assertThat(model.annotations().canUndo().get()).isFalse();
        assertThat(model.rows().get()).isEmpty();
    }
}
