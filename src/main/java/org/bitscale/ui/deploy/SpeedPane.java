package org.bitscale.ui.deploy;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.bitscale.experiment.FileLatency;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.report.AxisUnit;
import org.bitscale.ui.common.AskingBar;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;

/** Times here, beside the float network. */
final class SpeedPane extends ScrollPane {

    private final DeployViewModel deploy;
    private final SpeedViewModel model;
    private final VBox results = Controls.column();

    SpeedPane(DeployViewModel deploy) {
        this.deploy = deploy;
        this.model = deploy.speed();
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setAccessibleText(DeployTexts.text("part.speed"));
        TextField batches = VerifyPane.field("speed-batches", "batches", model.batches());
        Button measure = Controls.accent(DeployTexts.text("speed.measure"), "mdmz-speed", model::measure);
        measure.setId("measure-speed");
        measure.disableProperty().bind(model.asking().running());
        batches.setOnAction(event -> model.measure());
        results.setId("speed-results");
        VBox content = Controls.column(
                Controls.paragraph(DeployTexts.text("speed.text"), "caption", Styles.TEXT_MUTED),
                Controls.row(Controls.label(DeployTexts.text("batches"), Styles.TEXT_MUTED), batches, measure),
                new AskingBar("speed", DeployTexts.text("speed.running"), DeployTexts.text("cancel"), model.asking()),
                results);
        content.getStyleClass().add("tab-content");
        setContent(content);
        model.result().addListener((observed, before, now) -> show(now));
        show(model.result().get());
    }

    private void show(Optional<SpeedViewModel.Speed> result) {
        results.getChildren().clear();
        if (result.isEmpty()) {
            results.getChildren().add(Controls.label(DeployTexts.text("speed.none"), Styles.TEXT_MUTED));
            return;
        }
        SpeedViewModel.Speed speed = result.get();
        results.getChildren().add(verdict(speed));
        results.getChildren().add(table(speed));
        results.getChildren()
                .add(Controls.paragraph(
                        DeployTexts.text(
                                "speed.note",
                                speed.pairs().get(0).real().processor(),
                                Integer.toString(speed.pairs().get(0).real().runs())),
                        "caption",
                        Styles.TEXT_MUTED));
    }

    private Node verdict(SpeedViewModel.Speed speed) {
        boolean isSlower = !speed.slower().isEmpty();
        List<String> words = new ArrayList<>();
        if (isSlower) {
            words.add(DeployTexts.text("speed.slower", settings(speed.slower())));
            words.add(DeployTexts.text("speed.why"));
            boolean small = deploy.chosen().get().orElseThrow().run().trial().layout() == Layout.SMALL;
            words.add(DeployTexts.text(small ? "speed.why.layout" : "speed.why.layers"));
        } else if (speed.faster().isEmpty()) {
            words.add(DeployTexts.text("speed.open"));
        } else {
            words.add(DeployTexts.text("speed.faster", settings(speed.faster())));
        }
        HBox box = Controls.row();
        box.getStyleClass().addAll("verdict", isSlower ? "bad" : "good");
        Label text = Controls.paragraph(String.join(" ", words));
        text.setId("speed-words");
        HBox.setHgrow(text, Priority.ALWAYS);
        box.getChildren().addAll(Icons.of(isSlower ? "mdmz-warning" : "mdal-check_circle"), text);
        box.setMinHeight(Region.USE_PREF_SIZE);
        return box;
    }

    private static String settings(List<SpeedViewModel.Pair> pairs) {
        return pairs.stream()
                .map(pair -> DeployTexts.text("speed.setting.factor", setting(pair), standing(pair)))
                .collect(Collectors.joining("; "));
    }

    private static String setting(SpeedViewModel.Pair pair) {
        return DeployTexts.text(
                pair.real().threads() == 1 ? "speed.setting.one" : "speed.setting.many",
                Integer.toString(pair.real().threads()),
                Integer.toString(pair.real().batch()));
    }

    private GridPane table(SpeedViewModel.Speed speed) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("speed-grid");
        ColumnConstraints wide = new ColumnConstraints();
        wide.setHgrow(Priority.ALWAYS);
        wide.setMinWidth(110);
        ColumnConstraints plain = new ColumnConstraints();
        plain.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints number = new ColumnConstraints();
        number.setMinWidth(Region.USE_PREF_SIZE);
        number.setHalignment(HPos.RIGHT);
        grid.getColumnConstraints().addAll(plain, wide, number, number, number, number, plain);
        List<String> heads = List.of("network", "chart", "median", "p90", "p99", "rate", "ratio");
        for (int i = 0; i < heads.size(); i++) {
            grid.add(Controls.label(DeployTexts.text("speed." + heads.get(i)), Styles.TEXT_BOLD, "caption"), i, 0);
        }
        int row = 1;
        String name = deploy.chosen().get().orElseThrow().run().trial().label();
        for (SpeedViewModel.Pair pair : speed.pairs()) {
            Label setting = Controls.label(setting(pair), Styles.TEXT_BOLD);
            setting.getStyleClass().add("speed-setting");
            grid.add(setting, 0, row++, heads.size(), 1);
            line(grid, row++, DeployTexts.text("speed.float"), pair.real(), pair.scale(), 0, "");
            line(grid, row++, name, pair.exported(), pair.scale(), 1, standing(pair));
        }
        return grid;
    }

    private static String standing(SpeedViewModel.Pair pair) {
        if (pair.standing() == SpeedViewModel.Standing.OPEN) {
            return DeployTexts.text("speed.times.open");
        }
        double factor = pair.factor();
        return factor >= 1
                ? DeployTexts.text("speed.times.faster", String.format(Locale.ROOT, "%.2f", factor))
                : DeployTexts.text("speed.times.slower", String.format(Locale.ROOT, "%.2f", 1 / factor));
    }

    private static void line(
            GridPane grid, int row, String name, FileLatency latency, double longest, int series, String standing) {
        LatencyBar bar = new LatencyBar(latency, longest, series);
        bar.setAccessibleText(DeployTexts.text("speed.bar", name, time(latency.median())));
        Label ratio = Controls.label(standing, "caption");
        ratio.getStyleClass().add(standing.isEmpty() ? Styles.TEXT_MUTED : "speed-standing");
        grid.add(Controls.label(name), 0, row);
        grid.add(bar, 1, row);
        grid.add(Controls.label(time(latency.median())), 2, row);
        grid.add(Controls.label(time(latency.p90()), Styles.TEXT_MUTED), 3, row);
        grid.add(Controls.label(time(latency.p99()), Styles.TEXT_MUTED), 4, row);
        grid.add(
                Controls.label(String.format(Locale.ROOT, "%,.0f", latency.examplesPerSecond()), Styles.TEXT_MUTED),
                5,
                row);
        grid.add(ratio, 6, row);
    }

    private static String time(double milliseconds) {
        return AxisUnit.MILLISECONDS.format(milliseconds);
    }
}
