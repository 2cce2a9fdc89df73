package org.bitscale.app;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import org.bitscale.experiment.DataOptions;
import org.bitscale.storage.Workspace;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.FxBackground;
import org.bitscale.ui.common.Screen;
import org.bitscale.ui.common.ScreenId;
import org.bitscale.ui.compare.CompareView;
import org.bitscale.ui.compare.CompareViewModel;
import org.bitscale.ui.data.DataView;
import org.bitscale.ui.data.DataViewModel;
import org.bitscale.ui.deploy.DeployView;
import org.bitscale.ui.deploy.DeployViewModel;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.OpenData;
import org.bitscale.ui.desk.StateFile;
import org.bitscale.ui.desk.WindowState;
import org.bitscale.ui.guide.GuideView;
import org.bitscale.ui.guide.GuideViewModel;
import org.bitscale.ui.model.ModelView;
import org.bitscale.ui.model.ModelViewModel;
import org.bitscale.ui.pareto.ParetoView;
import org.bitscale.ui.pareto.ParetoViewModel;
import org.bitscale.ui.plan.PlanView;
import org.bitscale.ui.plan.PlanViewModel;
import org.bitscale.ui.plan.PresetsModel;
import org.bitscale.ui.plan.SavedPlans;
import org.bitscale.ui.plan.search.SearchPane;
import org.bitscale.ui.plan.search.SearchViewModel;
import org.bitscale.ui.runs.RunsView;
import org.bitscale.ui.shell.ErrorDialog;
import org.bitscale.ui.shell.WindowView;
import org.bitscale.ui.start.StartView;
import org.bitscale.ui.start.StartViewModel;

/** One window with everything it needs; the only place where screens are wired to the desk. */
final class MainWindow {

    private static final double SMALLEST_WIDTH = 1024;
    private static final double SMALLEST_HEIGHT = 700;
    private static final String SAMPLE_MODEL = "sample:shapes_resnet8";

    private final StateFile file;
    private final Runnable closed;
    private final WindowState state;
    private final Appearance appearance = new Appearance();
    private final FxBackground background = new FxBackground();
    private final Stage stage = new Stage();
    private final Failures failures;
    private final Desk desk;
    private final WindowView view;

    /**
     * On the JavaFX thread.
     *
     * @param file where the window's state is kept
     * @param closed hears that the window was closed and nothing runs any more
     */
    MainWindow(StateFile file, Runnable closed) {
        this.file = file;
        this.closed = closed;
        this.state = file.read();
        ErrorDialog dialog = new ErrorDialog(() -> stage);
        this.failures = new Failures(dialog::show);
        this.desk = new Desk(Workspace::open, background, failures);
        desk.recent().set(new Desk.Recent(state.workspaces(), state.models()));
        appearance.theme().set(state.theme());
        appearance.zoomTo(state.zoom());
        this.view = new WindowView(desk, appearance, screens(), this::close);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
                Platform.runLater(() -> failures.refusals(view::refuse).accept(failure)));
    }

    private Map<ScreenId, Supplier<Screen>> screens() {
        Map<ScreenId, Supplier<Screen>> screens = new EnumMap<>(ScreenId.class);
        screens.put(ScreenId.START, () -> new StartView(new StartViewModel(desk, background, failures)));
        screens.put(ScreenId.GUIDE, () -> new GuideView(new GuideViewModel(desk, background, failures)));
        screens.put(
                ScreenId.PARETO,
                () -> new ParetoView(new ParetoViewModel(desk, background, failures), appearance, background));
        screens.put(
                ScreenId.MODEL,
                () -> new ModelView(new ModelViewModel(desk, background, failures), background, failures));
        screens.put(ScreenId.DATA, () -> new DataView(new DataViewModel(desk, background, failures)));
        screens.put(ScreenId.PLAN, this::plan);
        screens.put(ScreenId.RUNS, () -> new RunsView(desk, background, failures, appearance));
        screens.put(
                ScreenId.COMPARE, () -> new CompareView(new CompareViewModel(desk, background, failures), appearance));
        screens.put(ScreenId.DEPLOY, () -> new DeployView(new DeployViewModel(desk, background, failures)));
        return screens;
    }

    private Screen plan() {
        PlanViewModel model = new PlanViewModel(desk, background, failures);
        SavedPlans saved = new SavedPlans(file.folder().resolve("plans"));
        SearchViewModel search = new SearchViewModel(desk, background, failures);
        return new PlanView(
                model,
                new PresetsModel(model, saved, background, failures),
                epochs -> new SearchPane(search, appearance, background, epochs));
    }

    Desk desk() {
        return desk;
    }

    WindowView view() {
        return view;
    }

    Stage stage() {
        return stage;
    }

    /** Whether all that screens asked for is there. */
    boolean isIdle() {
        return background.isIdle() && desk.asking().get() == 0;
    }

    Appearance appearance() {
        return appearance;
    }

    /** Shows the window with what was open last; the first time, with the sample. */
    void open(Optional<Path> workspace, Optional<String> model) {
        Scene scene = new Scene(view, state.width(), state.height());
        appearance.applyTo(scene);
        stage.setScene(scene);
        stage.setTitle(AppTexts.text("title"));
        for (int size : List.of(16, 32, 64, 128, 256)) {
            stage.getIcons()
                    .add(new Image(MainWindow.class
                            .getResource("icon-" + size + ".png")
                            .toExternalForm()));
        }
        stage.setMinWidth(SMALLEST_WIDTH);
        stage.setMinHeight(SMALLEST_HEIGHT);
        place();
        desk.computing().set(state.computing());
        view.showTasks(state.tasksShown());
        stage.setOnCloseRequest(event -> close());
        stage.show();
        new WarmUp(scene.getStylesheets(), background, failures).begin();
        openWorkspace(workspace, () -> openLast(model));
    }

    /** One that the user names is made if need be; the last one, if it cannot be opened, gives way to the usual one. */
    private void openWorkspace(Optional<Path> named, Runnable done) {
        Path usual = Path.of(System.getProperty("user.home"), "Bitscale");
        Path last = state.workspaces().stream().findFirst().map(Path::of).orElse(usual);
        if (named.isPresent() || last.equals(usual)) {
            desk.openWorkspace(named.orElse(usual), done, view::refuse);
        } else {
            desk.reopenWorkspace(last, done, refused -> {
                view.refuse(refused);
                desk.openWorkspace(usual, done, view::refuse);
            });
        }
    }

    /** A screen that is not there any more must not keep the window. */
    private void place() {
        boolean visible = state.x().isPresent()
                && javafx.stage.Screen.getScreens().stream()
                        .map(javafx.stage.Screen::getVisualBounds)
                        .anyMatch(bounds -> bounds.intersects(new Rectangle2D(
                                state.x().get(), state.y().orElse(0.0), SMALLEST_WIDTH / 4, SMALLEST_HEIGHT / 4)));
        if (visible) {
            stage.setX(state.x().get());
            stage.setY(state.y().orElse(0.0));
        }
        stage.setMaximized(state.maximized());
    }

    private void openLast(Optional<String> model) {
        String source = model.or(() -> state.models().stream().findFirst()).orElse(SAMPLE_MODEL);
        Optional<DataOptions> data = model.isPresent()
                ? Optional.empty()
                : state.data().or(() -> source.equals(SAMPLE_MODEL) ? Optional.of(OpenData.SAMPLE) : Optional.empty());
        desk.openModel(
                source,
                () -> {
                    if (model.isEmpty()) {
                        state.plan().ifPresent(desk::restorePlan);
                    }
                    data.ifPresent(where -> desk.openData(where, () -> {}, view::refuse));
                    ScreenId first = model.isPresent() ? ScreenId.MODEL : state.screen();
                    if (view.has(first)) {
                        desk.screen().set(first);
                    }
                },
                view::refuse);
    }

    /** Closes the window at once; what runs is stopped behind it, its checkpoints stay. */
    void close() {
        if (!stage.isShowing()) {
            return;
        }
        file.write(current());
        stage.hide();
        Runnable rest = desk.clear();
        background.close();
        CompletableFuture.runAsync(rest).whenComplete((done, failure) -> closed.run());
    }

    private WindowState current() {
        return new WindowState(
                appearance.theme().get(),
                appearance.zoom().get(),
                Optional.of(stage.getX()).filter(Double::isFinite),
                Optional.of(stage.getY()).filter(Double::isFinite),
                stage.getScene().getWidth(),
                stage.getScene().getHeight(),
                stage.isMaximized(),
                view.tasksShown(),
                desk.screen().get(),
                desk.recent().get().workspaces(),
                desk.recent().get().models(),
                desk.data().get().map(OpenData::options),
                desk.model().get().map(open -> desk.plan().value().get()),
                desk.computing().get());
    }
}
