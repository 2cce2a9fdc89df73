package org.bitscale.ui.compare;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import org.bitscale.experiment.run.Run;
import org.bitscale.ui.common.Controls;

/** The runs that are compared, each with its letter; here one becomes the reference or goes. */
final class RunStrip extends FlowPane {

    private final CompareViewModel model;

    RunStrip(CompareViewModel model) {
        super(8, 8);
        this.model = model;
        setId("runs-compared");
        setAccessibleText(CompareTexts.text("runs"));
        model.lineup().addListener((observed, before, now) -> show(now));
        show(model.lineup().get());
    }

    /** A run's letter in its colour. */
    static Label badge(int run) {
        Label badge = Controls.label(Lineup.letter(run), "run-letter", "series-" + run);
        badge.setMinSize(USE_PREF_SIZE, USE_PREF_SIZE);
        return badge;
    }

    private void show(Lineup lineup) {
        List<Node> chips = new ArrayList<>();
        for (int i = 0; i < lineup.runs().size(); i++) {
            chips.add(chip(lineup, i));
        }
        List<String> notes = new ArrayList<>();
        if (lineup.unfinished() > 0) {
            notes.add(CompareTexts.text("unfinished", Integer.toString(lineup.unfinished())));
        }
        if (lineup.tooMany() > 0) {
            notes.add(CompareTexts.text(
                    "tooMany", Integer.toString(CompareViewModel.MOST), Integer.toString(lineup.tooMany())));
        }
        notes.forEach(note -> {
            Label label = Controls.label(note, "badge", "attention");
            chips.add(label);
        });
        getChildren().setAll(chips);
    }

    private HBox chip(Lineup lineup, int index) {
        Run run = lineup.runs().get(index);
        String name = lineup.name(index);
        Label label = Controls.label(name, Styles.TEXT_BOLD);
        HBox chip = new HBox(badge(index), label);
        chip.getStyleClass().add("run-chip");
        chip.setAlignment(Pos.CENTER_LEFT);
        Tooltip.install(chip, new Tooltip(CompareTexts.text("chip.tip", run.id(), run.experiment())));
        if (index == 0) {
            chip.getChildren().add(Controls.label(CompareTexts.text("reference"), "caption", Styles.TEXT_MUTED));
        } else {
            chip.getChildren()
                    .add(Controls.iconButton(
                            CompareTexts.text("refer", name), "mdmz-outlined_flag", () -> model.refer(run.id())));
        }
        Button remove =
                Controls.iconButton(CompareTexts.text("remove", name), "mdal-close", () -> model.remove(run.id()));
        chip.getChildren().add(remove);
        chip.setAccessibleText(
                CompareTexts.text(index == 0 ? "chip.reference" : "chip.run", Lineup.letter(index), name));
        return chip;
    }
}
