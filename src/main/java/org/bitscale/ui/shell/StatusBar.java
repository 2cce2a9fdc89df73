package org.bitscale.ui.shell;

import java.nio.file.Path;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.bitscale.report.Sizes;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;
import org.bitscale.ui.desk.Desk;

/** Health of the workers, memory, and where results are kept. */
final class StatusBar extends HBox {

    private static final Duration MEMORY_INTERVAL = Duration.seconds(2);

    StatusBar(Desk desk) {
        getStyleClass().add("status-bar");
        setAlignment(Pos.CENTER_LEFT);
        setAccessibleText(ShellTexts.text("status"));
        Label engine = Controls.label(desk.tasks().state());
        engine.setGraphic(Icons.of("mdmz-memory"));
        engine.setMinWidth(Region.USE_PREF_SIZE);
        Label saved = Controls.label(Bindings.createStringBinding(
                () -> desk.workspace()
                        .get()
                        .map(open -> ShellTexts.text("status.saved", shortened(open.folder())))
                        .orElse(ShellTexts.text("status.noWorkspace")),
                desk.workspace()));
        saved.setGraphic(Icons.of("mdmz-save"));
        saved.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        ProgressIndicator busy = new ProgressIndicator();
        busy.setPrefSize(14, 14);
        busy.setAccessibleText(ShellTexts.text("status.opening"));
        Label reading = Controls.label(ShellTexts.text("status.opening"));
        HBox opening = Controls.row(busy, reading);
        opening.visibleProperty().bind(desk.opening());
        Label memory = Controls.label("");
        memory.setGraphic(Icons.of("mdal-developer_board"));
        memory.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().addAll(engine, saved, opening, Controls.spacer(), memory);
        showMemory(memory);
        Timeline clock = new Timeline(new KeyFrame(MEMORY_INTERVAL, event -> showMemory(memory)));
        clock.setCycleCount(Animation.INDEFINITE);
        sceneProperty().addListener((observed, before, now) -> {
            if (now == null) {
                clock.stop();
            } else {
                clock.play();
            }
        });
    }

    private static void showMemory(Label label) {
        Runtime runtime = Runtime.getRuntime();
        label.setText(ShellTexts.text(
                "status.memory",
                Sizes.format(runtime.totalMemory() - runtime.freeMemory()),
                Sizes.format(runtime.maxMemory())));
    }

    private static String shortened(Path folder) {
        Path home = Path.of(System.getProperty("user.home"));
        return folder.startsWith(home) ? "~/" + home.relativize(folder) : folder.toString();
    }
}
