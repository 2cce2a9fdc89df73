package org.bitscale.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bitscale.BadInputException;
import org.junit.jupiter.api.Test;

class GraphTest {

    private static final TensorType TYPE = new TensorType(DataType.FLOAT, Shape.of(1, 2));

    private static Graph graph(List<Node> nodes, String... outputs) {
        return new Graph(
                "g",
                List.of(new ValueInfo("x", TYPE)),
                List.of(outputs).stream().map(o -> new ValueInfo(o, TYPE)).toList(),
                nodes,
                Map.of(),
                Map.of());
    }

    private static Node node(String name, String... inputs) {
        return Node.of(name, "Add", List.of(inputs), name);
    }

    private static List<String> names(Graph graph) {
        return graph.nodes().stream().map(Node::name).toList();
    }

    @Test
    void validOrdersAreKept() {
        assertThat(names(graph(List.of(node("c", "x"), node("a", "x"), node("b", "c", "a")), "b")))
                .containsExactly("c", "a", "b");
    }

    @Test
    void aNodeThatStandsTooEarlyComesRightAfterWhatItWaitsFor() {
        assertThat(names(graph(List.of(node("d", "b", "c"), node("b", "a"), node("a", "x"), node("c", "x")), "d")))
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void sortsALongChainGivenBackwards() {
        List<Node> nodes = new ArrayList<>();
        int length = 100_000;
        for (int i = 0; i < length; i++) {
            nodes.add(node("n" + (i + 1), "n" + i));
        }
        nodes.add(0, node("n0", "x"));
        List<Node> backwards = new ArrayList<>(nodes);
        Collections.reverse(backwards);
        assertThat(graph(backwards, "n" + length).nodes()).isEqualTo(nodes);
    }

    @Test
    void everyShuffleIsSortedSoThatNodesReadWhatIsMade() {
        Random random = new Random(5);
        for (int trial = 0; trial < 100; trial++) {
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String first = i == 0 ? "x" : "n" + random.nextInt(i);
                String second = i == 0 ? "x" : "n" + random.nextInt(i);
                nodes.add(node("n" + i, first, second));
            }
            List<Node> shuffled = new ArrayList<>(nodes);
            Collections.shuffle(shuffled, random);
            List<String> made = new ArrayList<>(List.of("x"));
            for (Node node : graph(shuffled, "n29").nodes()) {
                assertThat(made).containsAll(node.inputs());
                made.add(node.output());
            }
            assertThat(made).hasSize(31);
            assertThat(graph(nodes, "n29").nodes()).isEqualTo(nodes);
        }
    }

    @Test
    void aCycleIsNamedByANodeOnIt() {
        List<Node> nodes = List.of(node("behind", "b"), node("a", "x", "c"), node("b", "a"), node("c", "b"));
        assertThatThrownBy(() -> graph(nodes, "behind"))
                .isInstanceOf(BadInputException.class)
                .hasMessageMatching("The graph has a cycle through node '[abc]' \\(Add\\)");
        assertThatThrownBy(() -> graph(List.of(node("a", "a")), "a")).hasMessageContaining("cycle through node 'a'");
    }

    @Test
    void whatNobodyMakesIsNamed() {
        assertThatThrownBy(() -> graph(List.of(node("b", "a"), node("a", "x", "w")), "b"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("node 'a' (Add) reads 'w', which no node makes and no initializer holds");
        assertThatThrownBy(() -> graph(List.of(node("a", "x")), "y"))
                .hasMessage("Output 'y' of the graph is made by no node");
    }

    @Test
    void nothingIsMadeTwice() {
        assertThatThrownBy(() -> graph(List.of(node("a", "x"), node("a", "x")), "a"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("Tensor 'a' is made twice");
        assertThatThrownBy(() -> graph(List.of(node("x", "x")), "x")).hasMessageContaining("Tensor 'x' is made twice");
        ValueInfo x = new ValueInfo("x", TYPE);
        assertThatThrownBy(() -> new Graph("g", List.of(x, x), List.of(x), List.of(), Map.of(), Map.of()))
                .hasMessageContaining("Tensor 'x' is given twice");
    }

    @Test
    void constantsNobodyReadsAreDropped() {
        Graph graph = new Graph(
                "g",
                List.of(new ValueInfo("x", TYPE)),
                List.of(new ValueInfo("a", TYPE)),
                List.of(node("a", "x", "w")),
                Map.of("w", Tensor.ofLong(1), "unread", Tensor.ofLong(2)),
                Map.of());
        assertThat(graph.with(graph.nodes(), graph.constants()).constants()).containsOnlyKeys("w");
    }

    @Test
    void onlyInputAndOutputSayWhatThereIs() {
        Graph two = graph(List.of(node("a", "x"), node("b", "x")), "a", "b");
        assertThat(two.onlyInput().name()).isEqualTo("x");
        assertThatThrownBy(two::onlyOutput).hasMessageContaining("2 outputs (a, b)");
        assertThat(two.consumers().get("x")).hasSize(2);
        assertThat(two.producers().get("b").name()).isEqualTo("b");
    }
}
