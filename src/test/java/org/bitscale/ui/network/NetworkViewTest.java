package org.bitscale.ui.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.bitscale.experiment.Histogram;
import org.bitscale.ui.common.Appearance;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.common.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class NetworkViewTest {

    private final List<Throwable> failures = new ArrayList<>();
    private final Appearance appearance = new Appearance();
    private NetworkView view;
    private HistogramView histogram;

    @Start
    void start(Stage stage) {
        view = new NetworkView(new SameThread(), failures::add);
        view.setPrefSize(700, 600);
        histogram = new HistogramView("Weights", QuantizationGrid.Kind.WEIGHTS);
        Scene scene = new Scene(new VBox(view, histogram), 700, 800);
        appearance.applyTo(scene);
        stage.setScene(scene);
        stage.show();
        view.show(Networks.residual());
    }

    @Test
    void aClickChoosesABoxAndOneBesideItNothing(FxRobot robot) {
        robot.clickOn(at(robot, "c3"));
        assertThat(view.selectedNode().get()).contains("c3");
        assertThat(view.getAccessibleText()).startsWith("Conv c3");

        robot.clickOn(view.localToScreen(5, 5));
        assertThat(view.selectedNode().get()).isEmpty();
        assertThat(failures).isEmpty();
    }

    @Test
    void arrowsFollowTheEdges(FxRobot robot) {
        choose(robot, "add1");
        press(robot, KeyCode.DOWN, KeyCode.DOWN);
        Optional<String> branch = view.selectedNode().get();
        assertThat(branch.orElseThrow()).isIn("c3", "c4");

        press(robot, branch.get().equals("c3") == isLeft(robot, "c3", "c4") ? KeyCode.RIGHT : KeyCode.LEFT);
        assertThat(view.selectedNode().get().orElseThrow()).isIn("c3", "c4").isNotEqualTo(branch.get());

        press(robot, KeyCode.DOWN);
        assertThat(view.selectedNode().get()).contains("add2");
        press(robot, KeyCode.UP, KeyCode.UP);
        assertThat(view.selectedNode().get()).contains("r2");
    }

    @Test
    void spaceAndDoubleClickCollapseAndOpenBlocks(FxRobot robot) {
        String outer = view.shown().whole().blocks().get(1).id();
        choose(robot, "c2");
        press(robot, KeyCode.SPACE);
        assertThat(view.shown().collapsed()).containsExactly(outer);
        assertThat(view.selectedNode().get()).contains(outer);
        assertThat(view.getAccessibleText()).startsWith("Block 2 7 operations");

        click(robot, at(robot, outer), 2);
        assertThat(view.shown().collapsed()).isEmpty();
    }

    @Test
    void revealingOpensWhatHides(FxRobot robot) {
        robot.interact(view::collapseAll);
        assertThat(view.shown().node("gate")).isEmpty();

        robot.interact(() -> view.reveal("gate"));

        assertThat(view.shown().node("gate")).isPresent();
        assertThat(view.selectedNode().get()).contains("gate");
        assertThat(view.shown().collapsed()).hasSize(1);
    }

    @Test
    void theWheelZoomsAboutThePointerAndFShowsEverything(FxRobot robot) {
        Point2D place = new Point2D(300, 200);
        Point2D before = view.camera().viewport().toPicture(300, 200);
        robot.interact(() -> Event.fireEvent(view, wheel(place, 60)));
        assertThat(view.camera().viewport().toPicture(300, 200).distance(before))
                .isLessThan(2);

        double zoomed = view.camera().viewport().scale();
        press(robot, KeyCode.ADD);
        assertThat(view.camera().viewport().scale()).isGreaterThan(zoomed);

        press(robot, KeyCode.F);
        NetworkLayout layout = view.shown().layout();
        Rectangle2D all = view.camera().viewport().toScreen(new Rectangle2D(0, 0, layout.width(), layout.height()));
        assertThat(new Rectangle2D(-1, -1, view.getWidth() + 2, view.getHeight() + 2).contains(all))
                .isTrue();
    }

    @Test
    void homeShowsEverythingAndZeroGivesNaturalSize(FxRobot robot) {
        press(robot, KeyCode.HOME);
        double fitting = view.camera().viewport().scale();

        press(robot, KeyCode.DIGIT0);
        assertThat(view.camera().viewport().scale()).isEqualTo(1, org.assertj.core.data.Offset.offset(1e-9));

        press(robot, KeyCode.HOME);
        assertThat(view.camera().viewport().scale()).isEqualTo(fitting).isLessThan(1);
    }

    @Test
    void theNameOfTheNetworkIsSaidWithWhatIsChosen(FxRobot robot) {
        robot.interact(() -> view.show(Networks.residual(), "resnet8"));
        assertThat(view.getAccessibleText()).isEqualTo("Network graph of resnet8");

        choose(robot, "c3");
        assertThat(view.getAccessibleText()).startsWith("Conv c3").endsWith("Network graph of resnet8");
    }

    @Test
    void draggingMovesThePicture(FxRobot robot) {
        Viewport before = view.camera().viewport();
        robot.drag(view.localToScreen(20, 300)).dropTo(view.localToScreen(80, 260));

        Viewport after = view.camera().viewport();
        assertThat(after.x() - before.x()).isCloseTo(60, org.assertj.core.data.Offset.offset(8.0));
        assertThat(after.y() - before.y()).isCloseTo(-40, org.assertj.core.data.Offset.offset(8.0));
        assertThat(view.selectedNode().get()).isEmpty();
    }

    @Test
    void theOverviewMovesThePicture(FxRobot robot) {
        robot.interact(() -> view.camera().zoom(4));
        robot.interact(() -> view.minimapShown().set(true));
        Minimap minimap = robot.lookup("#minimap").queryAs(Minimap.class);
        robot.clickOn(minimap.localToScreen(minimap.getWidth() / 2, minimap.getHeight() - 8));

        Point2D middle = view.camera().viewport().toPicture(view.getWidth() / 2, view.getHeight() / 2);
        assertThat(middle.getY()).isGreaterThan(0.8 * view.shown().layout().height());
    }

    @Test
    void aThemeIsFollowedInWhatIsDrawn(FxRobot robot) {
        Color light = ground(robot);
        robot.interact(() -> appearance.theme().set(Theme.DARK));
        Color dark = ground(robot);

        assertThat(ColourScale.luminance(light)).isGreaterThan(0.8);
        assertThat(ColourScale.luminance(dark)).isLessThan(0.1);
    }

    @Test
    void aColouringIsDrawnAndExplained(FxRobot robot) {
        robot.interact(() -> view.setColouring(Optional.of(new NodeColouring(
                "Bits",
                NodeColouring.Scale.BITS,
                NodeColouring.Sum.TOTAL,
                Map.of("c1", new NodeColouring.Entry(8, "W8A8")),
                value -> ""))));
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(robot.lookup("8 bits").tryQuery()).isPresent();
        Rectangle2D box =
                view.camera().viewport().toScreen(view.shown().layout().nodes().get("c1"));
        Color drawn = snapshot(robot).getPixelReader().getColor((int) box.getMaxX() - 30, (int) box.getMaxY() - 4);
        assertThat(drawn).isEqualTo(ColourScale.bits(8));
        robot.interact(() -> view.highlight(Set.of("c1")));
        robot.interact(() -> view.setColouring(Optional.empty()));
        assertThat(robot.lookup("8 bits").tryQuery()).isEmpty();
    }

    @Test
    void theWholeNetworkIsAPictureToKeep(FxRobot robot) throws Exception {
        Image[] picture = new Image[1];
        robot.interact(() -> view.picture(made -> picture[0] = made));
        WaitForAsyncUtils.waitFor(1, TimeUnit.MINUTES, () -> picture[0] != null);

        assertThat(picture[0].getHeight())
                .isEqualTo(Math.ceil(2 * view.shown().layout().height()));
    }

    @Test
    void anotherBitWidthIsSaidAtOnce(FxRobot robot) {
        Histogram values = new Histogram(-0.7f, 0.7f, new long[] {1, 2, 3, 4, 4, 3, 2, 1}, 0);
        robot.interact(() -> histogram.show(Optional.of(values), new float[] {0.7f, 0.07f}));
        assertThat(histogram.caption()).isEqualTo("Float; from -0.700 to 0.700");

        robot.interact(() -> histogram.bits().set(OptionalInt.of(4)));
        assertThat(histogram.caption())
                .startsWith("Step 0.100 · 0.00 % clipped · SQNR")
                .contains("steps 0.0100 to 0.100");

        robot.interact(() -> histogram.bits().set(OptionalInt.of(8)));
        assertThat(histogram.caption()).startsWith("Step 0.00551");
    }

    private void choose(FxRobot robot, String node) {
        click(robot, at(robot, node), 1);
    }

    /** The robot's own keys and clicks take their time, as a person does. */
    private void press(FxRobot robot, KeyCode... codes) {
        for (KeyCode code : codes) {
            robot.interact(() -> Event.fireEvent(
                    view, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false)));
        }
    }

    private void click(FxRobot robot, Point2D screen, int times) {
        Point2D place = view.screenToLocal(screen);
        for (EventType<MouseEvent> type : List.of(MouseEvent.MOUSE_PRESSED, MouseEvent.MOUSE_CLICKED)) {
            robot.interact(() -> Event.fireEvent(view, mouse(type, place, screen, times)));
        }
    }

    private MouseEvent mouse(EventType<MouseEvent> type, Point2D place, Point2D screen, int times) {
        return new MouseEvent(
                type,
                place.getX(),
                place.getY(),
                screen.getX(),
                screen.getY(),
                MouseButton.PRIMARY,
                times,
                false,
                false,
                false,
                false,
                true,
                false,
                false,
                true,
                false,
                true,
                null);
    }

    private static ScrollEvent wheel(Point2D place, double by) {
        return new ScrollEvent(
                ScrollEvent.SCROLL,
                place.getX(),
                place.getY(),
                0,
                0,
                false,
                false,
                false,
                false,
                false,
                false,
                0,
                by,
                0,
                by,
                ScrollEvent.HorizontalTextScrollUnits.NONE,
                0,
                ScrollEvent.VerticalTextScrollUnits.NONE,
                0,
                0,
                null);
    }

    private boolean isLeft(FxRobot robot, String one, String other) {
        return at(robot, one).getX() < at(robot, other).getX();
    }

    private Point2D at(FxRobot robot, String node) {
        WaitForAsyncUtils.waitForFxEvents();
        Rectangle2D box =
                view.camera().viewport().toScreen(view.shown().layout().nodes().get(node));
        return view.localToScreen((box.getMinX() + box.getMaxX()) / 2, (box.getMinY() + box.getMaxY()) / 2);
    }

    private Color ground(FxRobot robot) {
        return snapshot(robot).getPixelReader().getColor(10, 10);
    }

    private Image snapshot(FxRobot robot) {
        WaitForAsyncUtils.waitForFxEvents();
        Image[] image = new Image[1];
        robot.interact(() -> image[0] = view.snapshot(null, null));
        return image[0];
    }
}
