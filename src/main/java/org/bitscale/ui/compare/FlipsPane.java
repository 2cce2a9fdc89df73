package org.bitscale.ui.compare;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.bitscale.experiment.compare.Flip;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;
import org.bitscale.ui.common.Pictures;

/** The pictures that one run predicts otherwise than the reference. */
final class FlipsPane extends VBox {

    private static final int TILE = 72;

    private final CompareViewModel model;
    private final FlipsViewModel flips;
    private final WaitingBar waiting;
    private final ComboBox<Optional<String>> runs = new ComboBox<>();
    private final ComboBox<Optional<Flip.Kind>> kinds = new ComboBox<>();
    private final ComboBox<OptionalInt> labels = new ComboBox<>();
    private final FlowPane tiles = new FlowPane(10, 10);
    private final Label position = Controls.label("", Styles.TEXT_MUTED);
    private final Label none = Controls.paragraph("", Styles.TEXT_MUTED);
    private boolean following;

    FlipsPane(CompareViewModel model, FlipsViewModel flips) {
        this.model = model;
        this.flips = flips;
        this.waiting = new WaitingBar(model, ComparedAnswers.Topic.PREDICTIONS);
        getStyleClass().addAll("column", "tab-content");
        box(runs, "flips-run", "flips.run", this::runName, flips.run()::set);
        box(kinds, "flips-kind", "flips.kind", this::kindName, flips.kind()::set);
        box(labels, "flips-class", "flips.class", this::className, flips.label()::set);
        Button back = Controls.iconButton(CompareTexts.text("page.back"), "mdal-chevron_left", () -> turn(-1));
        Button next = Controls.iconButton(CompareTexts.text("page.next"), "mdal-chevron_right", () -> turn(1));
        back.disableProperty().bind(flips.page().isEqualTo(0));
        next.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> (flips.page().get() + 1) * FlipsViewModel.PAGE
                                >= flips.shown().get().total(),
                        flips.page(),
                        flips.shown()));
        FlowPane bar = new FlowPane(8, 8, PredictionsPane.splits(model), runs, kinds, labels);
        HBox.setHgrow(bar, Priority.ALWAYS);
        bar.setPrefWrapLength(680);
        ScrollPane scroll = new ScrollPane(new VBox(none, tiles));
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setAccessibleText(CompareTexts.text("part.flips"));
        VBox.setVgrow(scroll, Priority.ALWAYS);
        tiles.setId("flip-tiles");
        none.visibleProperty().bind(none.textProperty().isNotEmpty());
        none.managedProperty().bind(none.visibleProperty());
        getChildren()
                .addAll(Controls.row(bar, position, back, next), waiting, Controls.problem(flips.problem()), scroll);
        flips.shown().addListener((observed, before, now) -> showTiles());
        flips.run().addListener((observed, before, now) -> show());
    }

    private <T> void box(
            ComboBox<T> box, String id, String name, Function<T, String> text, java.util.function.Consumer<T> chosen) {
        box.setId(id);
        box.setAccessibleText(CompareTexts.text(name));
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : text.apply(value);
            }

            @Override
            public T fromString(String typed) {
                throw new UnsupportedOperationException("one chooses, and types nothing");
            }
        });
        box.valueProperty().addListener((observed, before, now) -> {
            if (!following && now != null) {
                chosen.accept(now);
            }
        });
    }

    private void turn(int pages) {
        flips.page().set(flips.page().get() + pages);
    }

    private String runName(Optional<String> id) {
        Lineup lineup = model.lineup().get();
        OptionalInt run = id.map(lineup::indexOf).orElse(OptionalInt.empty());
        return run.isPresent()
                ? CompareTexts.text("flips.against", Lineup.letter(run.getAsInt()), lineup.name(run.getAsInt()))
                : "";
    }

    private String kindName(Optional<Flip.Kind> kind) {
        var counts = flips.shown().get().counts();
        long count = kind.isPresent()
                ? counts.getOrDefault(kind.get(), 0L)
                : counts.values().stream().mapToLong(Long::longValue).sum();
        return CompareTexts.text(
                "flips." + kind.map(Enum::name).orElse("ALL"), String.format(Locale.ROOT, "%,d", count));
    }

    private String className(OptionalInt label) {
        return label.isPresent() ? flips.shown().get().name(label.getAsInt()) : CompareTexts.text("flips.allClasses");
    }

    void show() {
        Lineup lineup = model.lineup().get();
        if (!lineup.isComplete()) {
            return;
        }
        waiting.show(lineup.runs().size());
        following = true;
        runs.getItems()
                .setAll(lineup.runs().stream()
                        .skip(1)
                        .map(run -> Optional.of(run.id()))
                        .toList());
        runs.setValue(flips.run().get());
        following = false;
    }

    private void showTiles() {
        FlipsViewModel.Shown shown = flips.shown().get();
        following = true;
        List<Optional<Flip.Kind>> all = new ArrayList<>(List.of(Optional.empty()));
        for (Flip.Kind kind : Flip.Kind.values()) {
            all.add(Optional.of(kind));
        }
        kinds.getItems().setAll(all);
        kinds.setValue(flips.kind().get());
        List<OptionalInt> names = new ArrayList<>(List.of(OptionalInt.empty()));
        for (int i = 0; i < shown.classes().size(); i++) {
            names.add(OptionalInt.of(i));
        }
        if (!names.equals(labels.getItems())) {
            labels.getItems().setAll(names);
        }
        labels.setValue(flips.label().get());
        following = false;
        int zoom = Math.max(1, (int) Math.round((double) TILE / shown.width()));
        tiles.getChildren()
                .setAll(shown.tiles().stream()
                        .map(tile -> tile(shown, tile, zoom))
                        .toList());
        int first = flips.page().get() * FlipsViewModel.PAGE;
        boolean empty = shown.total() == 0;
        none.setText(empty && !shown.classes().isEmpty() ? CompareTexts.text("flips.none") : "");
        position.setText(
                empty
                        ? ""
                        : CompareTexts.text(
                                "position",
                                Integer.toString(first + 1),
                                Integer.toString(first + shown.tiles().size()),
                                String.format(Locale.ROOT, "%,d", shown.total())));
    }

    private Node tile(FlipsViewModel.Shown shown, FlipsViewModel.Tile tile, int zoom) {
        Flip flip = tile.flip();
        ImageView image = new ImageView(Pictures.image(tile.pixels(), shown.width(), zoom));
        if (image.getImage().getWidth() > 2 * TILE) {
            image.setFitWidth(TILE);
            image.setPreserveRatio(true);
        }
        int run = flips.run()
                .get()
                .map(model.lineup().get()::indexOf)
                .orElse(OptionalInt.empty())
                .orElse(0);
        VBox words = new VBox(
                3,
                Controls.label(shown.name(flip.label()), Styles.TEXT_BOLD),
                prediction(0, shown.name(flip.before()), flip.confidenceBefore(), flip.before() == flip.label()),
                prediction(run, shown.name(flip.after()), flip.confidenceAfter(), flip.after() == flip.label()));
        HBox box = Controls.row(image, words);
        box.getStyleClass().add("flip-tile");
        String name = CompareTexts.text(
                "flips.tile",
                shown.name(flip.label()),
                shown.name(flip.before()),
                percent(flip.confidenceBefore()),
                shown.name(flip.after()),
                percent(flip.confidenceAfter()),
                Integer.toString(flip.example()));
        box.setAccessibleText(name);
        image.setAccessibleText(name);
        Tooltip.install(box, new Tooltip(name));
        return box;
    }

    private static HBox prediction(int run, String name, float confidence, boolean right) {
        var icon = Icons.of(right ? "mdal-check" : "mdal-close");
        icon.getStyleClass().add(right ? "right" : "wrong");
        HBox row = new HBox(
                4,
                RunStrip.badge(run),
                icon,
                Controls.label(name),
                Controls.label(percent(confidence), "caption", Styles.TEXT_MUTED));
        row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        return row;
    }

    private static String percent(float share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
