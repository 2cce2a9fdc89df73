package org.bitscale.ui.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

class ViewportTest {

    private static final NetworkLayout TALL = new NetworkLayout(400, 4000, Map.of(), Map.of(), List.of());

    @Test
    void whatIsUnderThePointerStaysThereWhileZooming() {
        Viewport before = new Viewport(0.5, 30, -20);
        Viewport after = before.zoomed(1.7, 200, 100);

        assertThat(after.scale()).isEqualTo(0.85);
        assertThat(after.toPicture(200, 100).distance(before.toPicture(200, 100)))
                .isLessThan(1e-9);
        assertThat(before.zoomed(1e9, 0, 0).scale()).isEqualTo(Viewport.LARGEST);
        assertThat(before.zoomed(1e-9, 0, 0).scale()).isEqualTo(Viewport.SMALLEST);
    }

    @Test
    void fittingShowsEverythingInTheMiddle() {
        Viewport fitting = Viewport.fitting(TALL, 800, 1000, 1);

        assertThat(fitting).isEqualTo(new Viewport(0.25, 350, 0));
        assertThat(fitting.toScreen(new Rectangle2D(0, 0, 400, 4000))).isEqualTo(new Rectangle2D(350, 0, 100, 1000));
    }

    @Test
    void oneBeginsWithWhatCanBeRead() {
        assertThat(Viewport.beginning(TALL, 800, 1000, 1)).isEqualTo(new Viewport(1, 200, 0));
        assertThat(Viewport.beginning(TALL, 800, 3000, 1)).isEqualTo(Viewport.fitting(TALL, 800, 3000, 1));
    }

    @Test
    void aBoxIsBroughtIntoSightByTheShortestWay() {
        Viewport at = new Viewport(2, 0, 0);

        assertThat(at.showing(new Rectangle2D(10, 10, 20, 20), 5, 100, 100)).isEqualTo(at);
        assertThat(at.showing(new Rectangle2D(60, -10, 20, 20), 5, 100, 100)).isEqualTo(new Viewport(2, -65, 25));
    }

    @Test
    void thePictureCannotBeLost() {
        Viewport gone = new Viewport(1, 5000, -90000).kept(TALL, 800, 1000);

        assertThat(gone).isEqualTo(new Viewport(1, 400, -3500));
        assertThat(gone.visible(800, 1000).intersects(new Rectangle2D(0, 0, 400, 4000)))
                .isTrue();
        assertThat(new Viewport(1, 0, 0).centred(new Point2D(100, 50), 800, 1000))
                .isEqualTo(new Viewport(1, 300, 450));
    }
}
