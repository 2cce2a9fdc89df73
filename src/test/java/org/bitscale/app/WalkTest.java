package org.bitscale.app;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The walk itself finds what it looks for. */
@ExtendWith(ApplicationExtension.class)
class WalkTest {

    private final HBox box = new HBox();

    @Start
    void start(Stage stage) {
        stage.setScene(new Scene(box, 400, 100));
        stage.show();
    }

    @Test
    void findsWhatHasNoNameAndWhatIsCutOff(FxRobot robot) {
        Button unnamed = new Button("Run");
        TextField field = new TextField();
        field.setAccessibleText("Name");
        Label cut = new Label("A text that is far too long for the little room it has");
        cut.setMaxWidth(60);
        Label whole = new Label("short");
        whole.setMinWidth(80);
        robot.interact(() -> {
            box.getChildren().setAll(unnamed, field, cut, whole);
            box.applyCss();
            box.layout();
        });
        Walk walk = Walk.over(box);
        assertThat(walk.unnamed()).singleElement().asString().startsWith("Button");
        assertThat(walk.cutOff()).singleElement().asString().contains("far too long");
    }
}
