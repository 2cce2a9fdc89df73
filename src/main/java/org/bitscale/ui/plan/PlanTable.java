package org.bitscale.ui.plan;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.css.PseudoClass;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TablePosition;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.WeightFormat;
import org.bitscale.ui.common.Icons;

/**
 * The layers and their bits. A digit gives all selected cells so many bits, F keeps their layers in float, Delete gives
 * them the network's bits; Ctrl+C and Ctrl+V go through the clipboard as text that spreadsheets understand.
 */
final class PlanTable extends TableView<PlanViewModel.Row> {

    private static final PseudoClass OWN = PseudoClass.getPseudoClass("own");
    private static final KeyCombination COPY = KeyCombination.valueOf("Shortcut+C");
    private static final KeyCombination PASTE = KeyCombination.valueOf("Shortcut+V");

    private static final int FULL_BITS = 8;

    private final PlanViewModel model;
    private final ObservableList<PlanViewModel.Row> rows = FXCollections.observableArrayList();
    private final FilteredList<PlanViewModel.Row> filtered = new FilteredList<>(rows);
    private String part = "";
    private boolean onlyDifferent;
    private final TableColumn<PlanViewModel.Row, Integer> weights;
    private final TableColumn<PlanViewModel.Row, Integer> activations;

    PlanTable(PlanViewModel model) {
        this.model = model;
        setId("plan-table");
        getStyleClass().add(Styles.DENSE);
        setAccessibleText(PlanTexts.text("table"));
        getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        getSelectionModel().setCellSelectionEnabled(true);
        TableColumn<PlanViewModel.Row, String> name =
                column("layer", 190, row -> row.layer().name(), false);
        weights = column("weights", 104, PlanViewModel.Row::weights, true);
        weights.setCellFactory(column -> new BitsCell(PlanEdits.Column.WEIGHTS));
        activations = column("activations", 84, PlanViewModel.Row::activations, true);
        activations.setCellFactory(column -> new BitsCell(PlanEdits.Column.ACTIVATIONS));
        TableColumn<PlanViewModel.Row, Double> sqnr = column(
                "sqnr",
                96,
                row -> model.estimate().get().sqnr(row.layer().name()).orElse(Double.NaN),
                true);
        sqnr.setCellFactory(column -> new TextCell<>(PlanTable::decibels));
        TableColumn<PlanViewModel.Row, Double> share = column("share", 72, PlanViewModel.Row::share, true);
        share.setCellFactory(column -> new TextCell<>(value -> String.format(Locale.ROOT, "%.1f %%", 100 * value)));
        TableColumn<PlanViewModel.Row, Long> parameters =
                column("parameters", 108, row -> row.layer().parameters(), true);
        parameters.setCellFactory(column -> new TextCell<>(PlanTable::grouped));
        TableColumn<PlanViewModel.Row, Long> macs =
                column("macs", 104, row -> row.layer().macs(), true);
        macs.setCellFactory(column -> new TextCell<>(PlanTable::grouped));
        TableColumn<PlanViewModel.Row, String> advice =
                column("advice", 260, row -> String.join(" ", row.advice()), false);
        advice.setCellFactory(column -> new AdviceCell());
        List<TableColumn<PlanViewModel.Row, ?>> columns = List.of(
                name,
                column("operator", 80, row -> row.layer().operator(), false),
                weights,
                activations,
                sqnr,
                share,
                parameters,
                macs,
                column("output", 120, row -> row.layer().output(), false),
                advice);
        getColumns().setAll(columns);
        SortedList<PlanViewModel.Row> sorted = new SortedList<>(filtered);
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        setRowFactory(table -> new javafx.scene.control.TableRow<>());
        addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
        setContextMenu(menu());
        model.sheet().addListener((observed, before, now) -> show(now));
        model.estimate().addListener((observed, before, now) -> refresh());
        show(model.sheet().get());
    }

    private static <T> TableColumn<PlanViewModel.Row, T> column(
            String key, double width, Function<PlanViewModel.Row, T> value, boolean number) {
        TableColumn<PlanViewModel.Row, T> column = new TableColumn<>(PlanTexts.text("column." + key));
        column.setId("column-" + key);
        column.setPrefWidth(width);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
        if (number) {
            column.getStyleClass().add("number-cell");
        }
        return column;
    }

    /** Shows the layers whose name or operator has a text. */
    void filter(String text) {
        part = text.strip().toLowerCase(Locale.ROOT);
        filter();
    }

    /** Shows the layers that have something else in the plan it is compared with, or all. */
    void showOnlyDifferent(boolean only) {
        onlyDifferent = only;
        filter();
    }

    private void filter() {
        String wanted = part;
        boolean differing = onlyDifferent;
        filtered.setPredicate(row -> (!differing || row.was().isPresent())
                && (row.layer().name() + " " + row.layer().operator())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted));
    }

    /** The same rows stay selected: only what is in them changes. */
    private void show(Optional<PlanViewModel.Sheet> sheet) {
        List<PlanViewModel.Row> next = sheet.map(PlanViewModel.Sheet::rows).orElse(List.of());
        boolean same = rows.size() == next.size()
                && Stream.iterate(0, i -> i < rows.size(), i -> i + 1)
                        .allMatch(i -> rows.get(i).layer().equals(next.get(i).layer()));
        if (!same) {
            rows.setAll(next);
            return;
        }
        List<Cell> selected = selectedCells();
        for (int i = 0; i < next.size(); i++) {
            if (!rows.get(i).equals(next.get(i))) {
                rows.set(i, next.get(i));
            }
        }
        getSelectionModel().clearSelection();
        selected.forEach(cell -> getSelectionModel().select(cell.row(), cell.column()));
    }

    /** A selected cell. */
    private record Cell(int row, TableColumn<PlanViewModel.Row, ?> column) {}

    private List<Cell> selectedCells() {
        List<Cell> cells = new ArrayList<>();
        for (TablePosition<?, ?> position : getSelectionModel().getSelectedCells()) {
            if (position.getColumn() >= 0) {
                cells.add(new Cell(position.getRow(), getVisibleLeafColumn(position.getColumn())));
            }
        }
        return cells;
    }

    /** The layers of the selected cells, from top to bottom. */
    private List<String> selectedLayers() {
        return selectedCells().stream()
                .map(Cell::row)
                .distinct()
                .sorted()
                .map(row -> getItems().get(row).layer().name())
                .toList();
    }

    private List<String> selectedLayers(TableColumn<PlanViewModel.Row, ?> column, boolean weightedOnly) {
        return selectedCells().stream()
                .filter(cell -> cell.column() == column)
                .map(cell -> getItems().get(cell.row()))
                .filter(row -> !weightedOnly || row.layer().weighted())
                .map(row -> row.layer().name())
                .toList();
    }

    private List<String> selectedLayersWithWeights() {
        List<String> selected = selectedLayers();
        return getItems().stream()
                .filter(row -> row.layer().weighted())
                .map(row -> row.layer().name())
                .filter(selected::contains)
                .toList();
    }

    void fillDown() {
        model.fillDown(selectedLayers());
    }

    void keepInFloat() {
        model.keepInFloat(selectedLayers());
    }

    void reset() {
        model.reset(selectedLayers());
    }

    /** So many bits in the selected cells; where none of the two columns is selected, in both. */
    private void setBits(int bits) {
        List<String> inWeights = selectedLayers(weights, true);
        List<String> inActivations = selectedLayers(activations, false);
        if (inWeights.isEmpty() && inActivations.isEmpty()) {
            inActivations = selectedLayers();
            inWeights = selectedLayersWithWeights();
        }
        model.setBits(inWeights, inActivations, bits);
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(model.copy(selectedLayers()));
        Clipboard.getSystemClipboard().setContent(content);
    }

    private void paste() {
        String text = Clipboard.getSystemClipboard().getString();
        model.paste(selectedLayers(), text == null ? "" : text);
    }

    private void keys(KeyEvent event) {
        if (COPY.match(event)) {
            copy();
        } else if (PASTE.match(event)) {
            paste();
        } else if (event.isShortcutDown() || event.isAltDown()) {
            return;
        } else if (event.getCode().isDigitKey()) {
            String digit = event.getCode().getName(); // "4", on the number pad "Numpad 4"
            int bits = digit.charAt(digit.length() - 1) - '0';
            if (bits < 1 || bits > 8) {
                model.problem().set(PlanTexts.text("refused.bits", Integer.toString(bits)));
            } else {
                setBits(bits);
            }
        } else if (event.getCode() == KeyCode.F) {
            keepInFloat();
        } else if (event.getCode() == KeyCode.DELETE || event.getCode() == KeyCode.BACK_SPACE) {
            reset();
        } else {
            return;
        }
        event.consume();
    }

    private ContextMenu menu() {
        ContextMenu menu = new ContextMenu();
        for (int bits = FULL_BITS; bits >= 2; bits--) {
            menu.getItems().add(bits(bits));
        }
        Menu others = new Menu(PlanTexts.text("menu.moreBits"));
        for (int bits = IntegerFormat.MOST_BITS; bits > FULL_BITS; bits--) {
            others.getItems().add(bits(bits));
        }
        others.getItems().add(bits(IntegerFormat.FEWEST_BITS));
        Menu formats = new Menu(PlanTexts.text("menu.format"));
        for (WeightFormat format : WeightFormat.values()) {
            formats.getItems()
                    .add(item(PlanTexts.format(format), () -> model.setFormat(selectedLayersWithWeights(), format)));
        }
        menu.getItems().addAll(others, formats);
        menu.getItems()
                .addAll(
                        item(PlanTexts.text("float"), this::keepInFloat),
                        item(PlanTexts.text("reset"), this::reset),
                        item(PlanTexts.text("fill"), this::fillDown),
                        item(PlanTexts.text("copy"), this::copy),
                        item(PlanTexts.text("paste"), this::paste));
        return menu;
    }

    private MenuItem bits(int bits) {
        return item(PlanTexts.text("menu.bits", bits), () -> setBits(bits));
    }

    private static MenuItem item(String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setOnAction(event -> action.run());
        return item;
    }

    private static String decibels(Double value) {
        if (value.isNaN()) {
            return "–";
        }
        return value.isInfinite() ? "∞" : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String grouped(Long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A value as text. */
    private static final class TextCell<T> extends TableCell<PlanViewModel.Row, T> {

        private final Function<T, String> text;

        TextCell(Function<T, String> text) {
            this.text = text;
            getStyleClass().add("number-cell");
        }

        @Override
        protected void updateItem(T value, boolean empty) {
            super.updateItem(value, empty);
            setText(empty || value == null ? null : text.apply(value));
        }
    }

    /** Bits; bold where the layer has its own. */
    private static final class BitsCell extends TableCell<PlanViewModel.Row, Integer> {

        private final PlanEdits.Column kind;

        BitsCell(PlanEdits.Column kind) {
            this.kind = kind;
            getStyleClass().addAll("number-cell", "bits-cell");
        }

        @Override
        protected void updateItem(Integer value, boolean empty) {
            super.updateItem(value, empty);
            PlanViewModel.Row row =
                    empty || getTableRow() == null ? null : getTableRow().getItem();
            getStyleClass().removeIf(style -> style.startsWith("width-"));
            pseudoClassStateChanged(OWN, row != null && row.overridden());
            if (row == null || value == null) {
                setText(null);
                return;
            }
            boolean none = kind == PlanEdits.Column.WEIGHTS && !row.layer().weighted();
            if (none) {
                setText("–");
                return;
            }
            String now = row.quantized() ? shown(row.format(), value) : PlanTexts.text("inFloat");
            getStyleClass().add("width-" + (row.quantized() ? Math.max(2, Math.min(FULL_BITS, value)) : "float"));
            String before = row.was().map(this::bits).orElse(now);
            setText(before.equals(now) ? now : before + " → " + now);
        }

        private String bits(LayerOverride layer) {
            if (!layer.quantized()) {
                return PlanTexts.text("inFloat");
            }
            return shown(
                    layer.weightFormat(),
                    kind == PlanEdits.Column.WEIGHTS ? layer.weightBits() : layer.activationBits());
        }

        /** Integers by their bits, other weights by their format too. */
        private String shown(WeightFormat format, int bits) {
            if (kind == PlanEdits.Column.ACTIVATIONS || format == WeightFormat.INTEGER) {
                return Integer.toString(bits);
            }
            return format.hasChosenBits() ? PlanTexts.format(format) + " " + bits : PlanTexts.format(format);
        }
    }

    /** What there is to say about a choice. */
    private static final class AdviceCell extends TableCell<PlanViewModel.Row, String> {

        @Override
        protected void updateItem(String value, boolean empty) {
            super.updateItem(value, empty);
            boolean none = empty || value == null || value.isEmpty();
            setText(none ? null : value);
            setGraphic(none ? null : Icons.of("mdal-info"));
            setTooltip(none ? null : new Tooltip(value.replace(". ", ".\n")));
        }
    }
}
