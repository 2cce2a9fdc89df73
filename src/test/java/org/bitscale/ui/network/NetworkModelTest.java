package org.bitscale.ui.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.bitscale.experiment.Inspect;
import org.bitscale.experiment.ModelFile;
import org.bitscale.experiment.SampleModels;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkModelTest {

    @Test
    void blocksLieBetweenAForkAndItsJoin() {
        NetworkModel model = Networks.residual();

        assertThat(model.blocks()).extracting(NetworkBlock::join).containsExactly("mul", "add1", "add2");
        assertThat(model.blocks()).extracting(NetworkBlock::fork).containsExactly("r1", "in", "r2");
        assertThat(model.blocks().get(0).members()).containsExactlyInAnyOrder("pool", "gate", "mul");
        assertThat(model.blocks().get(1).members())
                .containsExactlyInAnyOrder("c1", "r1", "pool", "gate", "mul", "c2", "add1");
        assertThat(model.blocks().get(2).members()).containsExactlyInAnyOrder("c3", "c4", "add2");
        assertThat(model.blocks().get(0).name()).isEqualTo("Block 1");
        assertThat(model.blockOf("gate")).contains(model.blocks().get(0));
        assertThat(model.blockOf("c2")).contains(model.blocks().get(1));
        assertThat(model.blockOf("r2")).isEmpty();
        assertThat(model.around(model.blocks().get(0))).contains(model.blocks().get(1));
    }

    @Test
    void whatIsReadElsewhereAsWellIsNoBlock() {
        NetworkModel model =
                Networks.of("a Relu, b Conv, c Conv, d Add, e Conv, f Add", "a>b, b>c, c>d, a>d, b>e, d>f, e>f");

        assertThat(model.blocks()).extracting(NetworkBlock::join).containsExactly("f");
        assertThat(model.blocks().get(0).members()).containsExactlyInAnyOrder("b", "c", "d", "e", "f");
    }

    @Test
    void aGateAloneAndASquareAreNoBlocks() {
        assertThat(Networks.of("a Conv, s Sigmoid, m Mul, q Mul", "a>s, s>m, a>m, m>q")
                        .blocks())
                .isEmpty();
    }

    @Test
    void branchesOfSeveralInputsHaveNoFork() {
        assertThat(Networks.of("a Conv, b Conv, c Relu, d Add", "a>c, c>d, b>d").blocks())
                .isEmpty();
    }

    @Test
    void aCollapsedBlockSumsUpWhatIsInIt() {
        NetworkModel whole = Networks.residual();
        NetworkBlock outer = whole.blocks().get(1);

        NetworkModel model = whole.collapsed(Set.of(outer.id()));

        assertThat(model.nodes())
                .extracting(NetworkNode::id)
                .containsExactly("in", outer.id(), "r2", "c3", "c4", "add2", "out");
        NetworkNode block = model.node(outer.id()).orElseThrow();
        assertThat(block.kind()).isEqualTo(NetworkNode.Kind.BLOCK);
        assertThat(block.parameters()).isEqualTo(20);
        assertThat(block.macs()).isEqualTo(200);
        assertThat(block.output()).isEqualTo("[N×8]");
        assertThat(model.edges())
                .extracting(edge -> edge.from() + ">" + edge.to())
                .containsExactly(
                        "in>" + outer.id(), outer.id() + ">r2", "r2>c3", "c3>add2", "r2>c4", "c4>add2", "add2>out");
        assertThat(model.blocks()).extracting(NetworkBlock::join).containsExactly("add2");
        assertThat(whole.hiding("gate", Set.of(outer.id(), whole.blocks().get(0).id())))
                .contains(outer);
    }

    @Test
    void anInnerBlockCollapsesWithinAnOpenOne() {
        NetworkModel whole = Networks.residual();
        NetworkBlock inner = whole.blocks().get(0);

        NetworkModel model = whole.collapsed(Set.of(inner.id()));

        assertThat(model.blockOf(inner.id()).orElseThrow().members())
                .containsExactlyInAnyOrder("c1", "r1", inner.id(), "c2", "add1");
    }

    @Test
    void blocksOfAnyNetworkAreNestedOrApart() {
        for (long seed = 0; seed < 30; seed++) {
            NetworkModel model = Networks.random(80, seed);
            for (NetworkBlock one : model.blocks()) {
                for (NetworkBlock other : model.blocks()) {
                    boolean apart = one.members().stream().noneMatch(other.members()::contains);
                    assertThat(one == other || apart || one.contains(other) || other.contains(one))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void aNetworkHasItsEndsButNotItsConstants(@TempDir Path folder) {
        OperatorTable operators = OperatorTable.standard();
        Path path = SampleModels.unpack("sample:shapes_resnet8", folder);
        ModelFile file = ModelFile.read(path, operators);
        Inspect.Result description = Inspect.of(path, operators);

        NetworkModel model =
                NetworkModel.of(file.graph(), ShapeInference.of(file.graph(), operators), description.layers());

        assertThat(model.nodes()).hasSize(description.layers().size() + 2);
        assertThat(model.nodes().get(0).kind()).isEqualTo(NetworkNode.Kind.INPUT);
        assertThat(model.nodes().get(model.nodes().size() - 1).kind()).isEqualTo(NetworkNode.Kind.OUTPUT);
        assertThat(model.nodes().stream().mapToLong(NetworkNode::parameters).sum())
                .isEqualTo(description.parameters());
        assertThat(model.edges()).allMatch(edge -> edge.shape().startsWith("[N"));
        assertThat(model.blocks())
                .extracting(NetworkBlock::name)
                .containsExactly("stage1.block1", "stage2.block1", "stage3.block1");
    }
}
