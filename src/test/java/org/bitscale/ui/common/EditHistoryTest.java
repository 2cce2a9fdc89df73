package org.bitscale.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EditHistoryTest {

    private final EditHistory<String> history = new EditHistory<>("a");

    @Test
    void goesBackAndForth() {
        history.edit("b");
        history.edit("c");
        history.undo();
        assertThat(history.value().get()).isEqualTo("b");
        assertThat(history.canRedo().get()).isTrue();
        history.undo();
        assertThat(history.value().get()).isEqualTo("a");
        assertThat(history.canUndo().get()).isFalse();
        history.undo();
        assertThat(history.value().get()).isEqualTo("a");
        history.redo();
        history.redo();
        assertThat(history.value().get()).isEqualTo("c");
        assertThat(history.canRedo().get()).isFalse();
    }

    @Test
    void theSameValueIsNoStep() {
        history.edit("a");
        assertThat(history.canUndo().get()).isFalse();
    }

    @Test
    void anEditForgetsWhatWasTakenBack() {
        history.edit("b");
        history.undo();
        history.edit("c");
        history.redo();
        assertThat(history.value().get()).isEqualTo("c");
        history.undo();
        assertThat(history.value().get()).isEqualTo("a");
    }

    @Test
    void remembersFiveHundredSteps() {
        EditHistory<Integer> many = new EditHistory<>(0);
        for (int i = 1; i <= 600; i++) {
            many.edit(i);
        }
        for (int i = 0; i < 600; i++) {
            many.undo();
        }
        assertThat(many.value().get()).isEqualTo(100);
    }
}
