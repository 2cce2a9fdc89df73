package org.bitscale.ui.data;

import atlantafx.base.theme.Styles;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import org.bitscale.data.DataPreview;
import org.bitscale.data.DataSources;
import org.bitscale.data.Resize;
import org.bitscale.experiment.DataSheet.Split;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Pictures;
import org.bitscale.ui.common.Screen;
import org.bitscale.ui.common.ScreenId;
import org.controlsfx.control.SegmentedButton;

/** The Data screen. */
public final class DataView implements Screen {

    private static final int TILE = 72;
    private static final int TILE_EDGE = 2;

    private final DataViewModel model;
    private final BorderPane view = new BorderPane();
    private final ListView<DataViewModel.ClassCounts> classes = new ListView<>();
    private final FlowPane pictures = new FlowPane(8, 8);
    private final Label position = Controls.label("", Styles.TEXT_MUTED);
    private final VBox provenance = Controls.column();
    private final VBox preview = Controls.column();
    private final Region empty;
    private final BorderPane gallery = new BorderPane();

    /** @param model what is shown */
    public DataView(DataViewModel model) {
        this.model = model;
        this.empty = Controls.empty(
                "mdmz-photo_library",
                DataTexts.text("empty.title"),
                DataTexts.text("empty.text"),
                Controls.accent(DataTexts.text("empty.action"), "mdmz-school", model::openSample));
        view.getStyleClass().add("screen");
        view.setTop(new VBox(10, Controls.title(DataTexts.text("title")), form(), preview));
        gallery();
        view.setCenter(new StackPane(empty, gallery));
        BorderPane.setMargin(view.getCenter(), new Insets(12, 0, 0, 0));
        model.summary().addListener((observed, before, now) -> showSummary());
        model.shown().addListener((observed, before, now) -> showPictures());
        model.preview().addListener((observed, before, now) -> showPreview());
        showSummary();
        showPictures();
        showPreview();
    }

    @Override
    public ScreenId id() {
        return ScreenId.DATA;
    }

    @Override
    public Region view() {
        return view;
    }

    private VBox form() {
        TextField source = field("source", model.source(), 34);
        Button folder = Controls.button(DataTexts.text("browse.folder"), "mdal-folder_open", this::browseFolder);
        Button file = Controls.button(DataTexts.text("browse.file"), "mdal-insert_drive_file", this::browseFile);
        Button sample = Controls.button(DataTexts.text("sample"), "mdmz-school", model::openSample);
        Button open = Controls.accent(DataTexts.text("open"), "mdal-check", model::open);
        open.setId("open-data");
        source.setOnAction(event -> model.open());
        HBox.setHgrow(source, Priority.ALWAYS);
        ProgressBar bar = new ProgressBar();
        bar.setAccessibleText(DataTexts.text("reading"));
        bar.progressProperty().bind(model.desk().reading());
        Button cancel = Controls.button(
                DataTexts.text("cancel"), "mdal-close", () -> model.desk().cancelOpening());
        HBox reading = Controls.row(Controls.label(DataTexts.text("reading")), bar, cancel);
        reading.visibleProperty().bind(model.desk().opening());
        reading.managedProperty().bind(reading.visibleProperty());
        open.disableProperty().bind(model.desk().opening());
        FlowPane options = new FlowPane(
                14,
                8,
                labelled("validation", field("validation", model.validation(), 4)),
                labelled("limit", field("limit", model.limit(), 6)),
                labelled("seed", field("seed", model.seed(), 5)),
                labelled("scaling", field("scaling", model.scaling(), 16)),
                labelled("resize", resize()),
                labelled("label", field("label", model.label(), 8)),
                reading);
        VBox card = Controls.card(
                "", Controls.row(source, folder, file, sample, open), options, Controls.problem(model.problem()));
        card.setMinHeight(Region.USE_PREF_SIZE);
        return card;
    }

    private static TextField field(String key, StringProperty text, int columns) {
        TextField field = new TextField();
        field.setId(key);
        field.setPrefColumnCount(columns);
        field.setPromptText(DataTexts.text(key + ".prompt"));
        field.setAccessibleText(DataTexts.text(key));
        field.setTooltip(new Tooltip(DataTexts.text(key + ".tip")));
        field.textProperty().bindBidirectional(text);
        return field;
    }

    private ComboBox<Resize> resize() {
        ComboBox<Resize> box = new ComboBox<>();
        box.setId("resize");
        box.getItems().setAll(Resize.values());
        box.setConverter(new ResizeNames());
        box.setAccessibleText(DataTexts.text("resize"));
        box.setTooltip(new Tooltip(DataTexts.text("resize.tip")));
        box.valueProperty().bindBidirectional(model.resize());
        return box;
    }

    /** What the box shows; nothing is typed into it. */
    private static final class ResizeNames extends StringConverter<Resize> {

        @Override
        public String toString(Resize resize) {
            return resize == null ? "" : DataTexts.text("resize." + resize.name());
        }

        @Override
        public Resize fromString(String text) {
            throw new UnsupportedOperationException("the box cannot be typed into");
        }
    }

    private static HBox labelled(String key, Control field) {
        Label label = Controls.label(DataTexts.text(key), Styles.TEXT_MUTED);
        label.setLabelFor(field);
        label.setMinWidth(Region.USE_PREF_SIZE);
        field.setMinWidth(Region.USE_PREF_SIZE);
        return Controls.row(label, field);
    }

    private void browseFolder() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(DataTexts.text("browse.folder"));
        choose(chooser.showDialog(view.getScene().getWindow()));
    }

    private void browseFile() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(DataTexts.text("browse.file"));
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(
                                DataTexts.text("browse.known"),
                                DataSources.fileEndings().stream()
                                        .map("*"::concat)
                                        .toList()),
                        new FileChooser.ExtensionFilter(DataTexts.text("browse.all"), "*.*"));
        choose(chooser.showOpenDialog(view.getScene().getWindow()));
    }

    private void choose(File chosen) {
        if (chosen != null) {
            model.source().set(chosen.toString());
        }
    }

    private void gallery() {
        classes.setId("classes");
        classes.setAccessibleText(DataTexts.text("classes"));
        classes.setCellFactory(list -> new ClassCell());
        classes.setPrefWidth(280);
        classes.getSelectionModel().selectedItemProperty().addListener((observed, before, now) -> model.chosenClass()
                .set(now == null ? OptionalInt.empty() : OptionalInt.of(now.label())));
        ToggleGroup group = new ToggleGroup();
        SegmentedButton splits = new SegmentedButton();
        splits.setToggleGroup(group);
        for (Split split : Split.values()) {
            ToggleButton button = new ToggleButton(DataTexts.text("split." + split.name()));
            button.setAccessibleText(button.getText());
            button.setTooltip(new Tooltip(DataTexts.text("split." + split.name() + ".tip")));
            button.setSelected(split == model.split().get());
            button.setOnAction(event -> {
                button.setSelected(true);
                model.split().set(split);
                classes.refresh();
            });
            splits.getButtons().add(button);
        }
        Button all = Controls.button(DataTexts.text("allClasses"), "mdmz-select_all", () -> classes.getSelectionModel()
                .clearSelection());
        Button back = Controls.iconButton(DataTexts.text("page.back"), "mdal-chevron_left", () -> turn(-1));
        Button next = Controls.iconButton(DataTexts.text("page.next"), "mdal-chevron_right", () -> turn(1));
        back.disableProperty().bind(model.page().isEqualTo(0));
        next.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> (model.page().get() + 1) * DataViewModel.PAGE
                                >= model.shown().get().total(),
                        model.page(),
                        model.shown()));
        HBox bar = Controls.row(splits, all, Controls.spacer(), position, back, next);
        ScrollPane scroll = new ScrollPane(pictures);
        scroll.setFitToWidth(true);
        scroll.setAccessibleText(DataTexts.text("pictures"));
        VBox middle = new VBox(10, bar, scroll);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox left = new VBox(10, classes, provenanceCard());
        VBox.setVgrow(classes, Priority.ALWAYS);
        left.setPrefWidth(300);
        gallery.setLeft(left);
        gallery.setCenter(middle);
        BorderPane.setMargin(middle, new Insets(0, 0, 0, 14));
    }

    private VBox provenanceCard() {
        VBox card = Controls.card(DataTexts.text("provenance"), provenance);
        card.setMinHeight(Region.USE_PREF_SIZE);
        return card;
    }

    private void turn(int pages) {
        model.page().set(model.page().get() + pages);
    }

    private void showSummary() {
        boolean any = model.summary().get().isPresent();
        empty.setVisible(!any);
        gallery.setVisible(any);
        model.summary().get().ifPresent(summary -> {
            classes.getItems().setAll(summary.classes());
            provenance.getChildren().setAll(facts(summary));
        });
    }

    private static GridPane facts(DataViewModel.Summary summary) {
        GridPane grid = new GridPane();
        grid.setHgap(12);
        grid.setVgap(4);
        List<Integer> sizes = summary.sizes();
        row(
                grid,
                "fact.examples",
                DataTexts.text(
                        "fact.sizes",
                        String.format(Locale.ROOT, "%,d", sizes.get(0)),
                        String.format(Locale.ROOT, "%,d", sizes.get(1)),
                        String.format(Locale.ROOT, "%,d", sizes.get(2))));
        row(grid, "fact.shape", shape(summary.shape()));
        row(grid, "fact.scaling", summary.scaling());
        row(grid, "fact.source", summary.source());
        row(grid, "fact.hash", summary.hash().substring(0, 16) + "…");
        return grid;
    }

    private static String shape(List<Integer> shape) {
        return shape.get(1) == 1 && shape.get(2) == 1
                ? DataTexts.text("fact.features", String.format(Locale.ROOT, "%,d", shape.get(0)))
                : shape.stream().map(String::valueOf).collect(Collectors.joining(" × "));
    }

    private static void row(GridPane grid, String key, String value) {
        int row = grid.getRowCount();
        Label name = Controls.label(DataTexts.text(key), Styles.TEXT_MUTED, "caption");
        name.setMinWidth(Region.USE_PREF_SIZE);
        GridPane.setValignment(name, javafx.geometry.VPos.TOP);
        grid.add(name, 0, row);
        grid.add(Controls.paragraph(value, "caption"), 1, row);
    }

    private void showPictures() {
        DataViewModel.Page page = model.shown().get();
        int zoom = Math.max(1, (int) Math.round((double) TILE / page.width()));
        pictures.getChildren()
                .setAll(page.examples().stream()
                        .map(example -> tile(example, page.width(), zoom))
                        .toList());
        int first = model.page().get() * DataViewModel.PAGE;
        position.setText(
                page.total() == 0
                        ? ""
                        : DataTexts.text(
                                "position",
                                Integer.toString(first + 1),
                                Integer.toString(first + page.examples().size()),
                                String.format(Locale.ROOT, "%,d", page.total())));
    }

    private static Node tile(DataViewModel.Example example, int width, int zoom) {
        ImageView image = new ImageView(Pictures.image(example.pixels(), width, zoom));
        if (image.getImage().getWidth() > 2 * TILE) {
            image.setFitWidth(TILE);
            image.setPreserveRatio(true);
        }
        String name = DataTexts.text("picture", example.label(), Integer.toString(example.index()));
        image.setAccessibleText(name);
        Tooltip.install(image, new Tooltip(name));
        StackPane framed = new StackPane(image);
        framed.getStyleClass().add("framed");
        framed.setMaxWidth(Region.USE_PREF_SIZE);
        VBox tile = new VBox(2, framed, Controls.label(example.label(), "caption", Styles.TEXT_MUTED));
        double shown = image.getBoundsInLocal().getWidth();
        tile.setPrefWidth(Math.max(TILE, shown) + TILE_EDGE); // not by the name, so that all columns stand straight
        tile.setMaxWidth(Region.USE_PREF_SIZE);
        return tile;
    }

    private void showPreview() {
        preview.getChildren().clear();
        preview.setVisible(model.preview().get().isPresent());
        preview.setManaged(model.preview().get().isPresent());
        model.preview().get().ifPresent(found -> preview.getChildren().add(card(found)));
    }

    private static VBox card(DataPreview found) {
        HBox few = Controls.row();
        for (int i = 0; i < Math.min(10, found.pictures().size()); i++) {
            VBox column = new VBox(4, Controls.label(found.classes().get(i), "caption"));
            for (Path file : found.pictures()
                    .get(i)
                    .subList(0, Math.min(1, found.pictures().get(i).size()))) {
                // In the background, and only as large as it is shown.
                ImageView image = new ImageView(new Image(file.toUri().toString(), TILE, TILE, true, true, true));
                image.setAccessibleText(file.getFileName().toString());
                column.getChildren().add(image);
            }
            column.getChildren()
                    .add(Controls.label(
                            String.format(Locale.ROOT, "%,d", found.counts().get(i)), "caption", Styles.TEXT_MUTED));
            few.getChildren().add(column);
        }
        VBox card = Controls.card(DataTexts.text("preview"), Controls.paragraph(text(found)));
        if (!found.facts().isEmpty()) {
            card.getChildren().add(Controls.paragraph(String.join("\n", found.facts()), "caption"));
        }
        if (!few.getChildren().isEmpty()) {
            card.getChildren().add(few);
        }
        card.getStyleClass().add("preview");
        return card;
    }

    private static String text(DataPreview found) {
        String kind = DataTexts.text("preview." + found.format().name());
        if (found.format() == DataPreview.Format.PICTURES) {
            kind = DataTexts.text(
                    "preview.PICTURES",
                    Integer.toString(found.classes().size()),
                    String.format(
                            Locale.ROOT,
                            "%,d",
                            found.counts().stream().mapToInt(Integer::intValue).sum()));
        }
        return DataTexts.text(found.divided() ? "preview.divided" : "preview.whole", kind);
    }

    /** Name and counts of a class, with a bar for its share. */
    private final class ClassCell extends ListCell<DataViewModel.ClassCounts> {

        ClassCell() {
            setPrefWidth(0); // the list's own width: a long name is shortened
        }

        @Override
        protected void updateItem(DataViewModel.ClassCounts counts, boolean none) {
            super.updateItem(counts, none);
            setText(null);
            if (none || counts == null) {
                setGraphic(null);
                return;
            }
            int most = classes.getItems().stream()
                    .mapToInt(other -> other.of(model.split().get()))
                    .max()
                    .orElse(1);
            int count = counts.of(model.split().get());
            ProgressBar bar = new ProgressBar((double) count / Math.max(1, most));
            bar.setPrefWidth(90);
            bar.setMinWidth(Region.USE_PREF_SIZE);
            bar.getStyleClass().add(Styles.SMALL);
            bar.setAccessibleText(counts.name());
            Label number = Controls.label(String.format(Locale.ROOT, "%,d", count), "caption", Styles.TEXT_MUTED);
            number.setMinWidth(Region.USE_PREF_SIZE);
            setGraphic(Controls.row(Controls.label(counts.name()), Controls.spacer(), bar, number));
            setAccessibleText(DataTexts.text("class", counts.name(), Integer.toString(count)));
        }
    }
}
