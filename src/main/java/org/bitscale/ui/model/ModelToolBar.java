package org.bitscale.ui.model;

import atlantafx.base.theme.Styles;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Separator;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;
import org.bitscale.ui.network.NetworkView;

/** Search, colours and what moves the picture. */
final class ModelToolBar extends HBox {

    private final ModelViewModel model;
    private final TextField search = new TextField();

    /** @param export saves a picture */
    ModelToolBar(ModelViewModel model, NetworkView network, Runnable export) {
        this.model = model;
        getStyleClass().add("model-bar");
        getChildren()
                .addAll(
                        search(),
                        found(),
                        colours(),
                        sensitivity(),
                        work(),
                        Controls.spacer(),
                        Controls.iconButton(ModelTexts.text("zoom.out"), "mdmz-zoom_out", network::zoomOut),
                        Controls.iconButton(ModelTexts.text("zoom.in"), "mdmz-zoom_in", network::zoomIn),
                        Controls.iconButton(ModelTexts.text("fit"), "mdmz-zoom_out_map", network::fit),
                        line(),
                        Controls.iconButton(ModelTexts.text("collapse"), "mdmz-unfold_less", network::collapseAll),
                        Controls.iconButton(ModelTexts.text("expand"), "mdmz-unfold_more", network::expandAll),
                        line(),
                        minimap(network),
                        Controls.iconButton(ModelTexts.text("export"), "mdmz-save_alt", export));
    }

    /** Goes to the search field. */
    void find() {
        search.requestFocus();
        search.selectAll();
    }

    private Node search() {
        search.setId("search-layers");
        search.setPromptText(ModelTexts.text("search.prompt"));
        search.setAccessibleText(ModelTexts.text("search"));
        search.setPrefColumnCount(18);
        search.textProperty().bindBidirectional(model.query());
        search.setOnAction(event -> model.selectNextMatch());
        search.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                search.clear();
            }
        });
        return search;
    }

    private Label found() {
        Label found = Controls.label(
                Bindings.createStringBinding(
                        () -> model.query().get().isBlank()
                                ? ""
                                : ModelTexts.text(
                                        "search.found",
                                        Integer.toString(model.matches().size()),
                                        Integer.toString(model.rows().get().size())),
                        model.query(),
                        model.rows()),
                "caption",
                Styles.TEXT_MUTED);
        found.setMinWidth(Region.USE_PREF_SIZE);
        found.managedProperty().bind(found.textProperty().isNotEmpty());
        return found;
    }

    private Node colours() {
        ComboBox<ColourBy> box = new ComboBox<>();
        box.setId("colour-by");
        box.setAccessibleText(ModelTexts.text("colour"));
        box.setTooltip(new Tooltip(ModelTexts.text("colour")));
        box.getItems().setAll(ColourBy.values());
        box.setVisibleRowCount(ColourBy.values().length);
        box.setCellFactory(list -> new ListCell<>() {
            @Override
            protected void updateItem(ColourBy item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty ? null : item.toString());
                setTooltip(empty ? null : new Tooltip(ModelTexts.text("colour." + item.name() + ".tip")));
            }
        });
        box.valueProperty().bindBidirectional(model.colours().by());
        Node icon = Icons.of("mdal-color_lens");
        return Controls.row(icon, box);
    }

    private Node sensitivity() {
        ComboBox<Integer> box = new ComboBox<>();
        box.setId("sensitivity-bits");
        box.setAccessibleText(ModelTexts.text("sensitivity.bits"));
        box.setTooltip(new Tooltip(ModelTexts.text("sensitivity.bits")));
        box.getItems().setAll(2, 3, 4);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(Integer bits) {
                return bits == null ? "" : ModelTexts.text("sensitivity.item", Integer.toString(bits));
            }

            @Override
            public Integer fromString(String text) {
                throw new UnsupportedOperationException("one chooses, and types nothing");
            }
        });
        box.setValue(model.colours().sensitivityBits().get());
        box.valueProperty()
                .addListener((observed, before, now) ->
                        model.colours().sensitivityBits().set(now));
        box.visibleProperty().bind(model.colours().by().isEqualTo(ColourBy.SENSITIVITY));
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }

    private Node work() {
        ProgressBar bar = new ProgressBar();
        bar.setPrefWidth(90);
        Label text = Controls.label("", "caption");
        text.setMinWidth(Region.USE_PREF_SIZE);
        Button stop = Controls.iconButton(ModelTexts.text("work.stop"), "mdal-close", model.colours()::stop);
        stop.setId("stop-measuring");
        HBox row = Controls.row(bar, text, stop);
        row.setId("measuring");
        Runnable show = () -> {
            var work = model.colours().work().get();
            row.setVisible(work.isPresent());
            row.setManaged(work.isPresent());
            work.ifPresent(now -> {
                bar.setProgress(
                        now.total() == 0 ? ProgressBar.INDETERMINATE_PROGRESS : (double) now.done() / now.total());
                text.setText(ModelTexts.text(
                        "work." + now.what().name(), Integer.toString(now.done() + 1), Integer.toString(now.total())));
                bar.setAccessibleText(text.getText());
            });
        };
        model.colours().work().addListener((observed, before, now) -> show.run());
        show.run();
        return row;
    }

    private static Node minimap(NetworkView network) {
        ToggleButton toggle = new ToggleButton("", Icons.of("mdmz-picture_in_picture_alt"));
        toggle.setId("toggle-minimap");
        toggle.setAccessibleText(ModelTexts.text("minimap"));
        toggle.setTooltip(new Tooltip(ModelTexts.text("minimap")));
        toggle.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        toggle.selectedProperty().bindBidirectional(network.minimapShown());
        return toggle;
    }

    private static Separator line() {
        Separator line = new Separator(javafx.geometry.Orientation.VERTICAL);
        line.getStyleClass().add(Styles.SMALL);
        return line;
    }
}
