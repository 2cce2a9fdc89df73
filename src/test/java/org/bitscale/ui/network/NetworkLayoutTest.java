package org.bitscale.ui.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkLayoutTest {

    private static final double CLOSE = 0.01;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void boxesDoNotOverlapAndEdgesEndAtTheirBoxes(long seed) {
        check(Networks.random(60, seed));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void soItIsWithCollapsedBlocks(long seed) {
        NetworkModel model = Networks.random(60, seed);
        check(model.collapsed(
                model.blocks().stream().map(NetworkBlock::id).limit(2).collect(Collectors.toSet())));
        check(model.collapsed(model.blocks().stream().map(NetworkBlock::id).collect(Collectors.toSet())));
    }

    @Test
    void aFrameHoldsItsMembersAndNothingElse() {
        NetworkModel model = Networks.residual();
        NetworkLayout layout = NetworkLayout.of(model);

        for (NetworkBlock block : model.blocks()) {
            Rectangle2D frame = layout.blocks().get(block.id());
            for (NetworkNode node : model.nodes()) {
                Rectangle2D box = layout.nodes().get(node.id());
                if (block.members().contains(node.id())) {
                    assertThat(frame.contains(box)).isTrue();
                } else {
                    assertThat(frame.intersects(box)).isFalse();
                }
            }
        }
        assertThat(layout.blockAt(
                        layout.nodes().get("gate").getMinX() + 1,
                        layout.nodes().get("gate").getMinY() + 1))
                .contains(model.blocks().get(0).id());
    }

    @Test
    void whatReadsLiesBelow() {
        NetworkModel model = Networks.residual();
        NetworkLayout layout = NetworkLayout.of(model);

        assertThat(model.edges())
                .allMatch(edge -> layout.nodes().get(edge.from()).getMaxY()
                        < layout.nodes().get(edge.to()).getMinY());
    }

    @Test
    void nothingHasNoPlace() {
        assertThat(NetworkLayout.of(NetworkModel.EMPTY)).isEqualTo(NetworkLayout.EMPTY);
        assertThat(NetworkLayout.of(Networks.residual().collapsed(Set.of())).nodeAt(-1, -1))
                .isEmpty();
    }

    @Test
    void aCancelledPlacementEnds() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> NetworkLayout.of(Networks.residual())).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted())
                    .as("whoever interrupted can still see it")
                    .isTrue();
        }
    }

    private static void check(NetworkModel model) {
        NetworkLayout layout = NetworkLayout.of(model);
        List<Rectangle2D> boxes = new ArrayList<>(layout.nodes().values());
        assertThat(boxes).hasSize(model.nodes().size());
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(boxes.get(i).intersects(boxes.get(j))).isFalse();
            }
        }
        Rectangle2D all = new Rectangle2D(0, 0, layout.width(), layout.height());
        assertThat(boxes).allMatch(all::contains);
        assertThat(layout.lines()).hasSize(model.edges().size());
        for (NetworkLayout.Line line : layout.lines()) {
            assertThat(all.contains(line.bounds())).isTrue();
            Rectangle2D from = layout.nodes().get(line.edge().from());
            Rectangle2D to = layout.nodes().get(line.edge().to());
            Point2D begin = line.points().get(0);
            Point2D end = line.points().get(line.points().size() - 1);
            assertThat(begin.getY()).isCloseTo(from.getMaxY(), org.assertj.core.data.Offset.offset(CLOSE));
            assertThat(end.getY()).isCloseTo(to.getMinY(), org.assertj.core.data.Offset.offset(CLOSE));
            assertThat(begin.getX()).isBetween(from.getMinX(), from.getMaxX());
            assertThat(end.getX()).isBetween(to.getMinX(), to.getMaxX());
            for (int i = 1; i < line.points().size(); i++) {
                Point2D step = line.points().get(i).subtract(line.points().get(i - 1));
                assertThat(Math.min(Math.abs(step.getX()), Math.abs(step.getY())))
                        .isLessThan(CLOSE);
            }
        }
    }
}
