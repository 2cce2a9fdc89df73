package org.bitscale.ui.plan.search;

import atlantafx.base.theme.Styles;
import java.util.function.IntSupplier;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Controls;

/** Where one asks for the bits of layers: fields above, answers below. */
public final class SearchPane extends VBox {

    private final SearchViewModel model;
    private final TabPane tabs = new TabPane();

    /**
     * @param model what is shown
     * @param appearance theme of the chart
     * @param background where it is drawn
     * @param epochs of the training that tries plans
     */
    public SearchPane(SearchViewModel model, Appearance appearance, Background background, IntSupplier epochs) {
        super(10);
        this.model = model;
        setId("search-pane");
        tabs.getTabs()
                .addAll(
                        tab("tab.plans", new PlansPane(model, appearance, background, epochs)),
                        tab("tab.sensitivity", new SensitivityPane(model)));
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        VBox.setVgrow(tabs, Priority.ALWAYS);
        Label message = Controls.message(Styles.TEXT_MUTED);
        message.textProperty().bind(model.message());
        getChildren()
                .addAll(
                        new FormPane(model.form()),
                        begin(),
                        progress(),
                        Controls.problem(model.asking().problem()),
                        message,
                        tabs);
    }

    /** Looks for plans. */
    public void search() {
        tabs.getSelectionModel().select(0);
        model.search();
    }

    /** Measures what layers suffer. */
    public void measure() {
        tabs.getSelectionModel().select(1);
        model.measure();
    }

    private static Tab tab(String key, VBox content) {
        return new Tab(SearchTexts.text(key), content);
    }

    private HBox begin() {
        Button search = Controls.accent(SearchTexts.text("search"), "mdmz-search", this::search);
        search.setId("search-begin");
        Button measure = Controls.button(SearchTexts.text("measureAll"), "mdal-leaderboard", this::measure);
        measure.setId("sensitivity-begin");
        search.disableProperty().bind(model.asking().running());
        measure.disableProperty().bind(model.asking().running());
        return Controls.row(search, measure);
    }

    private HBox progress() {
        ProgressBar bar = new ProgressBar();
        bar.setAccessibleText(SearchTexts.text("progress"));
        bar.progressProperty().bind(model.asking().progress());
        Button pause = Controls.button(SearchTexts.text("pause"), "mdmz-pause", model::pause);
        pause.setId("search-pause");
        Label doing = Controls.label(model.doing(), Styles.TEXT_MUTED);
        doing.setId("search-doing");
        HBox row = Controls.row(bar, pause, doing);
        row.visibleProperty().bind(model.asking().running());
        row.managedProperty().bind(row.visibleProperty());
        return row;
    }
}
