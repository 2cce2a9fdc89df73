package org.bitscale.ui.start;

import atlantafx.base.theme.Styles;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.bitscale.experiment.task.Unfinished;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;
import org.bitscale.ui.common.Screen;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.desk.Desk;

/** The Start screen. */
public final class StartView implements Screen {

    private static final double PICTURE = 168;

    private final StartViewModel model;
    private final ScrollPane view;
    private final VBox recent = Controls.column();
    private final VBox unfinished = Controls.column();

    /** @param model what one may begin with */
    public StartView(StartViewModel model) {
        this.model = model;
        VBox page = new VBox(
                Controls.title(StartTexts.text("title")),
                Controls.paragraph(StartTexts.text("subtitle"), Styles.TEXT_MUTED),
                Controls.problem(model.problem()),
                unfinished,
                doors(),
                lower());
        page.getStyleClass().add("screen");
        view = new ScrollPane(page);
        view.setFitToWidth(true);
        view.setAccessibleText(StartTexts.text("title"));
        Desk desk = model.desk();
        desk.recent().addListener((observed, before, now) -> showRecent());
        model.unfinished().addListener((observed, before, now) -> showUnfinished());
        showRecent();
        showUnfinished();
    }

    @Override
    public ScreenId id() {
        return ScreenId.START;
    }

    @Override
    public Region view() {
        return view;
    }

    @Override
    public List<Command> commands() {
        return List.of(
                Command.of(
                        StartTexts.text("quickstart.action"),
                        StartTexts.text("group"),
                        "mdmz-play_arrow",
                        "Ctrl+R",
                        model::quickstart),
                Command.of(StartTexts.text("lab.action"), StartTexts.text("group"), "mdmz-tune", model::openLab));
    }

    private HBox doors() {
        var run = Controls.accent(StartTexts.text("quickstart.action"), "mdmz-play_arrow", model::quickstart);
        run.setId("quickstart");
        var open = Controls.button(StartTexts.text("open.action"), "mdal-folder_open", this::chooseModel);
        open.setId("open-model");
        var lab = Controls.button(StartTexts.text("lab.action"), "mdmz-tune", model::openLab);
        lab.setId("open-lab");
        var guide = Controls.button(StartTexts.text("guide.action"), "mdal-explore", model::openGuide);
        guide.setId("open-guide");
        HBox doors = Controls.row(
                door("mdmz-rocket", "quickstart", run),
                door("mdal-account_tree", "open", open),
                door("mdal-biotech", "lab", lab));
        doors.setFillHeight(true);
        doors.setSpacing(14);
        return doors;
    }

    private static VBox door(String icon, String key, javafx.scene.Node action) {
        VBox door = Controls.card(
                "",
                Controls.row(Icons.of(icon), Controls.label(StartTexts.text(key + ".title"), Styles.TITLE_4)),
                Controls.paragraph(StartTexts.text(key + ".text"), Styles.TEXT_MUTED),
                Controls.spacer(),
                action);
        door.getStyleClass().add("door");
        door.setPrefWidth(300);
        HBox.setHgrow(door, Priority.ALWAYS);
        return door;
    }

    private HBox lower() {
        VBox samples = Controls.card(StartTexts.text("samples.title"), sample());
        VBox last = Controls.card(StartTexts.text("recent.title"), recent);
        samples.setPrefWidth(460);
        last.setPrefWidth(460);
        HBox.setHgrow(samples, Priority.ALWAYS);
        HBox.setHgrow(last, Priority.ALWAYS);
        HBox lower = new HBox(14, samples, last);
        return lower;
    }

    private HBox sample() {
        ImageView picture = new ImageView(
                new Image(StartView.class.getResource("shapes.png").toExternalForm(), PICTURE, 0, true, true));
        picture.setAccessibleText(StartTexts.text("sample.picture"));
        VBox text = Controls.column(
                Controls.label(StartTexts.text("sample.title"), Styles.TEXT_BOLD),
                Controls.paragraph(StartTexts.text("sample.text"), Styles.TEXT_MUTED),
                new FlowPane(
                        6,
                        6,
                        Controls.label(StartTexts.text("sample.accuracy"), "badge", "good"),
                        Controls.label(StartTexts.text("sample.size"), "badge")),
                Controls.button(
                        StartTexts.text("sample.open"), "mdmz-open_in_new", () -> model.openSample(ScreenId.MODEL)));
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox box = Controls.row(picture, text);
        box.setSpacing(14);
        return box;
    }

    private void chooseModel() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(StartTexts.text("open.action"));
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(StartTexts.text("open.filter"), "*.onnx"));
        File file = chooser.showOpenDialog(view.getScene().getWindow());
        if (file != null) {
            model.openModel(file.toString());
        }
    }

    private void showRecent() {
        Desk.Recent last = model.desk().recent().get();
        recent.getChildren().clear();
        if (last.models().isEmpty() && last.workspaces().isEmpty()) {
            recent.getChildren().add(Controls.paragraph(StartTexts.text("recent.none"), Styles.TEXT_MUTED));
            return;
        }
        last.models().stream().limit(5).forEach(source -> recent.getChildren()
                .add(link("mdal-account_tree", name(source), source, () -> model.openModel(source))));
        last.workspaces().stream().limit(5).forEach(folder -> recent.getChildren()
                .add(link("mdal-folder_open", name(folder), folder, () -> model.openWorkspace(folder))));
    }

    private static String name(String path) {
        Path file = Path.of(path).getFileName();
        return file == null ? path : file.toString();
    }

    private static HBox link(String icon, String name, String place, Runnable open) {
        Hyperlink link = new Hyperlink(name, Icons.of(icon));
        link.setAccessibleText(place);
        link.setMinWidth(Region.USE_PREF_SIZE);
        link.setMaxWidth(260);
        link.setOnAction(event -> open.run());
        var where = Controls.label(place, "caption", Styles.TEXT_MUTED);
        where.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        return Controls.row(link, where);
    }

    private void showUnfinished() {
        unfinished.getChildren().clear();
        for (Unfinished experiment : model.unfinished().get()) {
            ProgressBar bar = new ProgressBar((double) experiment.done() / experiment.total());
            String done = StartTexts.text(
                    "unfinished.text",
                    experiment.name(),
                    Integer.toString(experiment.done()),
                    Integer.toString(experiment.total()));
            bar.setAccessibleText(done);
            HBox row = Controls.row(
                    Icons.of("mdmz-pause_circle_outline"),
                    Controls.label(done),
                    bar,
                    Controls.spacer(),
                    Controls.button(
                            StartTexts.text("unfinished.resume"), "mdmz-play_arrow", () -> model.resume(experiment)));
            row.getStyleClass().add("card");
            unfinished.getChildren().add(row);
        }
        unfinished.setManaged(!unfinished.getChildren().isEmpty());
    }
}
