package org.bitscale.ui.runs;

import atlantafx.base.theme.Styles;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import org.bitscale.experiment.spec.ExperimentFields;
import org.bitscale.ui.common.Command;
import org.bitscale.ui.common.Controls;
import org.controlsfx.control.SegmentedButton;

/** The form of a new experiment, and beside it the file it makes. */
final class ExperimentPane extends StackPane {

    private static final List<String> BITS = List.of(
            "plan.weights",
            "plan.activations",
            "plan.weight_format",
            "plan.granularity",
            "plan.group_size",
            "plan.edge_bits",
            "plan.arithmetic_bits",
            "plan.weight_range",
            "plan.activation_range",
            "plan.activation_scaling",
            "plan.target",
            "plan.ptq",
            "plan.layers");
    private static final List<String> RECIPE = List.of(
            "recipe.epochs",
            "recipe.batch_size",
            "recipe.learning_rate",
            "recipe.optimizer",
            "recipe.schedule",
            "recipe.seed");
    private static final List<String> RESULTS =
            List.of("objectives", "constraints", "evaluation.latency", "budget.trials", "budget.minutes");
    private static final List<String> ELSEWHERE =
            List.of("name", "model", "data.source", "method", "sweep.samples", "sweep.seed", "sweep.points");

    private final ExperimentModel model;
    private final ExperimentForm form;
    private final Runnable queued;
    private final Label help = Controls.paragraph(RunsTexts.text("form.help"), "caption", Styles.TEXT_MUTED);
    private final ComboBox<org.bitscale.experiment.task.Priority> priority = new ComboBox<>();

    /**
     * @param model what is shown
     * @param queued hears that an experiment was queued
     */
    ExperimentPane(ExperimentModel model, Runnable queued) {
        this.model = model;
        this.form = model.form();
        this.queued = queued;
        VBox fields = Controls.column(start(), subject(), sweep(), bits(), recipe(), results(), more());
        fields.getStyleClass().add("form-fields");
        ScrollPane scroll = new ScrollPane(fields);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setAccessibleText(RunsTexts.text("part.create"));
        SplitPane split = new SplitPane(scroll, file());
        split.setDividerPositions(0.6);
        getChildren().add(split);
        explainChoices();
    }

    /** What can be done here. */
    List<Command> commands() {
        String group = RunsTexts.text("part.create");
        BooleanSupplier right = () -> form.spec().get().isPresent();
        return List.of(
                Command.of(RunsTexts.text("form.submit"), group, "mdmz-queue", "Ctrl+Enter", this::submit)
                        .when(right),
                Command.of(RunsTexts.text("form.save"), group, "mdmz-save", "Ctrl+S", this::save)
                        .when(right),
                Command.of(RunsTexts.text("form.open"), group, "mdal-folder_open", this::open),
                Command.of(RunsTexts.text("form.clear"), group, "mdal-clear", model::clear));
    }

    private FieldGrid grid() {
        return new FieldGrid(form, this::explain);
    }

    private FieldGrid grid(List<String> paths) {
        FieldGrid grid = grid();
        paths.forEach(grid::add);
        return grid;
    }

    private void explain(ExperimentFields.Field field) {
        String text = RunsTexts.text("form.explained", FieldGrid.name(field.path()), field.help(), expected(field));
        Optional<String> more = MethodHelp.of(field.path(), form.effective(field.path()));
        help.setText(more.map(chosen -> text + "\n\n" + chosen).orElse(text));
    }

    /** What is chosen is explained as soon as it is. */
    private void explainChoices() {
        for (String path : List.of(MethodHelp.METHOD, MethodHelp.STEPS)) {
            ExperimentForm.Entry entry = form.entry(path);
            entry.text().addListener((observed, before, now) -> explain(entry.field()));
        }
    }

    private static String expected(ExperimentFields.Field field) {
        return field.kind() == ExperimentFields.Kind.SWEPT ? RunsTexts.text("form.expected.swept") : field.expected();
    }

    private FlowPane start() {
        FlowPane row = new FlowPane(
                Controls.button(RunsTexts.text("form.open"), "mdal-folder_open", this::open),
                Controls.button(RunsTexts.text("form.takeOpen"), "mdal-account_tree", model::takeOpen),
                Controls.button(RunsTexts.text("form.takePlan"), "mdmz-tune", model::takePlan),
                Controls.button(RunsTexts.text("form.clear"), "mdal-clear", model::clear));
        row.getStyleClass().add("filter-bar");
        return row;
    }

    private VBox subject() {
        FieldGrid grid = grid();
        grid.add("name");
        Label hint = Controls.paragraph("", "caption", Styles.TEXT_MUTED);
        hint.textProperty().bind(model.nameHint());
        hint.visibleProperty().bind(model.nameHint().isNotEmpty());
        hint.managedProperty().bind(hint.visibleProperty());
        grid.addBelow(hint);
        grid.add(
                "model",
                Controls.iconButton(RunsTexts.text("form.browse.model"), "mdal-folder_open", this::browseModel));
        grid.add(
                "data.source",
                Controls.iconButton(RunsTexts.text("form.browse.data"), "mdal-folder_open", this::browseData));
        return Controls.card(RunsTexts.text("form.subject"), grid);
    }

    private VBox sweep() {
        ToggleGroup group = new ToggleGroup();
        SegmentedButton modes = new SegmentedButton();
        modes.setToggleGroup(group);
        for (ExperimentForm.Mode mode : ExperimentForm.Mode.values()) {
            String name = RunsTexts.text("mode." + RunsTexts.word(mode));
            ToggleButton button = new ToggleButton(name);
            button.setId("mode-" + RunsTexts.word(mode));
            button.setAccessibleText(name);
            button.setOnAction(event -> {
                button.setSelected(true);
                form.mode().set(mode);
            });
            form.mode().addListener((observed, before, now) -> button.setSelected(now == mode));
            button.setSelected(form.mode().get() == mode);
            modes.getButtons().add(button);
        }
        Label told = Controls.paragraph("", "caption", Styles.TEXT_MUTED);
        told.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> RunsTexts.text(
                                "mode." + RunsTexts.word(form.mode().get()) + ".text"),
                        form.mode()));
        Region draws = grid(List.of("sweep.samples", "sweep.seed"));
        shown(draws, form.mode().isEqualTo(ExperimentForm.Mode.RANDOM));
        ExperimentForm.Entry entry = form.entry("sweep.points");
        TextArea points = new TextArea();
        points.setId("field-sweep-points");
        points.getStyleClass().add("mono");
        points.setPromptText(RunsTexts.text("form.points.prompt"));
        points.setAccessibleText(RunsTexts.text("field.points"));
        points.setAccessibleHelp(entry.field().help());
        points.setPrefRowCount(6);
        points.textProperty().bindBidirectional(entry.text());
        VBox list = Controls.column(points, Controls.problem(entry.problem()));
        shown(list, form.mode().isEqualTo(ExperimentForm.Mode.LIST));
        return Controls.card(RunsTexts.text("form.sweep"), modes, told, draws, list, Controls.problem(form.problem()));
    }

    private static void shown(Region part, BooleanBinding when) {
        part.visibleProperty().bind(when);
        part.managedProperty().bind(when);
    }

    private VBox bits() {
        FieldGrid grid = grid();
        grid.add("method").addSwept("bits");
        BITS.forEach(grid::add);
        return Controls.card(RunsTexts.text("form.bits"), grid);
    }

    private VBox recipe() {
        FieldGrid grid = grid(RECIPE);
        // Without training there is no recipe, unless the sweep has other methods.
        grid.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> form.mode().get() != ExperimentForm.Mode.LIST
                                && form.effective("method").equals("ptq")
                                && (form.mode().get() == ExperimentForm.Mode.SINGLE
                                        || form.entry("sweep.over.method")
                                                .text()
                                                .get()
                                                .isBlank()),
                        form.mode(),
                        form.entry("method").text(),
                        form.entry("sweep.over.method").text()));
        Label without = Controls.paragraph(RunsTexts.text("form.withoutTraining"), "caption", Styles.TEXT_MUTED);
        without.visibleProperty().bind(grid.disableProperty());
        without.managedProperty().bind(without.visibleProperty());
        return Controls.card(RunsTexts.text("form.recipe"), without, grid);
    }

    private VBox results() {
        return Controls.card(RunsTexts.text("form.results"), grid(RESULTS));
    }

    /** Every key that stands nowhere else: a file can say nothing that the form does not show. */
    private TitledPane more() {
        List<String> shown = new ArrayList<>(ELSEWHERE);
        shown.addAll(BITS);
        shown.addAll(RECIPE);
        shown.addAll(RESULTS);
        List<String> rest = form.entries().stream()
                .map(entry -> entry.field().path())
                .filter(path -> !shown.contains(path) && !path.startsWith(ExperimentFields.OVER))
                .toList();
        TitledPane more = new TitledPane(RunsTexts.text("form.more"), grid(rest));
        more.setId("more");
        more.setExpanded(false);
        more.setAnimated(false);
        // A refusal must not hide.
        rest.forEach(path -> form.entry(path).problem().addListener((observed, before, now) -> {
            if (!now.isEmpty()) {
                more.setExpanded(true);
            }
        }));
        return more;
    }

    private VBox file() {
        TextArea yaml = new TextArea();
        yaml.setId("yaml");
        yaml.setEditable(false);
        yaml.getStyleClass().add("mono");
        yaml.setAccessibleText(RunsTexts.text("form.yaml"));
        yaml.textProperty().bind(form.yaml());
        VBox.setVgrow(yaml, Priority.ALWAYS);
        BooleanBinding wrong =
                Bindings.createBooleanBinding(() -> form.spec().get().isEmpty(), form.spec());
        yaml.opacityProperty().bind(Bindings.when(wrong).then(0.45).otherwise(1.0));
        Label workload = Controls.paragraph("", Styles.TEXT_BOLD);
        workload.setId("workload");
        workload.textProperty()
                .bind(Bindings.when(wrong).then(RunsTexts.text("form.wrong")).otherwise(model.workload()));
        Label said = Controls.paragraph("", "caption", Styles.SUCCESS);
        said.textProperty().bind(model.said());
        shown(said, model.said().isNotEmpty());
        Button copy = Controls.button(RunsTexts.text("form.copy"), "mdal-content_copy", this::copy);
        Button save = Controls.button(RunsTexts.text("form.save"), "mdmz-save", this::save);
        Button submit = Controls.accent(RunsTexts.text("form.submit"), "mdmz-queue", this::submit);
        submit.setId("submit");
        List.of(copy, save, submit).forEach(button -> button.disableProperty().bind(wrong));
        priority.getItems()
                .setAll(
                        org.bitscale.experiment.task.Priority.HIGH,
                        org.bitscale.experiment.task.Priority.NORMAL,
                        org.bitscale.experiment.task.Priority.LOW);
        priority.setValue(org.bitscale.experiment.task.Priority.NORMAL);
        priority.setId("priority");
        priority.setAccessibleText(RunsTexts.text("queue.priority"));
        priority.setConverter(new StringConverter<>() {
            @Override
            public String toString(org.bitscale.experiment.task.Priority value) {
                return value == null
                        ? ""
                        : RunsTexts.text("form.priority", RunsTexts.text("priority." + RunsTexts.word(value)));
            }

            @Override
            public org.bitscale.experiment.task.Priority fromString(String text) {
                throw new UnsupportedOperationException("one chooses, and types nothing");
            }
        });
        VBox side = Controls.column(
                Controls.row(
                        Controls.label(RunsTexts.text("form.yaml"), Styles.TITLE_4), Controls.spacer(), copy, save),
                yaml,
                help,
                workload,
                Controls.problem(model.problem()),
                said,
                Controls.row(Controls.spacer(), priority, submit));
        side.getStyleClass().add("form-file");
        return side;
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(form.yaml().get());
        Clipboard.getSystemClipboard().setContent(content);
        model.said().set(RunsTexts.text("form.copied"));
    }

    private void submit() {
        model.submit(priority.getValue(), queued);
    }

    private void save() {
        FileChooser chooser = files();
        chooser.setInitialFileName(model.fileName());
        chosen(chooser.showSaveDialog(getScene().getWindow()), model::save);
    }

    private void open() {
        chosen(files().showOpenDialog(getScene().getWindow()), model::open);
    }

    private static FileChooser files() {
        FileChooser chooser = new FileChooser();
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(RunsTexts.text("form.files"), "*.yaml", "*.yml", "*.json"),
                        new FileChooser.ExtensionFilter(RunsTexts.text("form.allFiles"), "*.*"));
        return chooser;
    }

    private void browseModel() {
        FileChooser chooser = new FileChooser();
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(RunsTexts.text("network.files"), "*.onnx"));
        chosen(
                chooser.showOpenDialog(getScene().getWindow()),
                file -> form.entry("model").text().set(file.toString()));
    }

    private void browseData() {
        chosen(
                new DirectoryChooser().showDialog(getScene().getWindow()),
                folder -> form.entry("data.source").text().set(folder.toString()));
    }

    private static void chosen(File file, Consumer<java.nio.file.Path> use) {
        Optional.ofNullable(file).map(File::toPath).ifPresent(use);
    }
}
