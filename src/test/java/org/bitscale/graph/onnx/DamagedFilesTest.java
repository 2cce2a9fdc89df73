package org.bitscale.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.Random;
import org.bitscale.BadInputException;
import org.bitscale.engine.OperatorsAgainstOnnxRuntimeTest;
import org.bitscale.graph.Graph;
import org.bitscale.graph.op.OperatorTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are, the reader gives a graph or one clear line. */
class DamagedFilesTest {

    private static final int FLIPS = 3000;

    enum Model {
        CONVOLUTIONAL,
        BRANCHING,
        PERCEPTRON;

        byte[] bytes() {
            return switch (this) {
                case CONVOLUTIONAL -> SmallNetworks.convolutional().bytes();
                case BRANCHING -> SmallNetworks.branching().bytes();
                case PERCEPTRON -> SmallNetworks.perceptron().bytes();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutOffAnywhere(Model model) {
        byte[] bytes = model.bytes();
        assertThat(read(bytes, "whole")).isTrue();
        for (int length = 0; length < bytes.length; length++) {
            read(Arrays.copyOf(bytes, length), "cut off after " + length + " bytes");
        }
    }

    @ParameterizedTest
    @EnumSource
    void flippedBytes(Model model) {
        byte[] bytes = model.bytes();
        Random random = new Random(20240501);
        int graphs = 0;
        for (int i = 0; i < FLIPS; i++) {
            byte[] damaged = bytes.clone();
            StringBuilder what = new StringBuilder("seed 20240501, flip " + i + ":");
            for (int k = random.nextInt(3); k >= 0; k--) {
                int place = random.nextInt(damaged.length);
                damaged[place] =
                        (byte) (random.nextBoolean() ? damaged[place] ^ 1 << random.nextInt(8) : random.nextInt());
                what.append(" byte ").append(place).append(" = ").append(damaged[place]);
            }
            graphs += read(damaged, what.toString()) ? 1 : 0;
        }
        // Most of the file is weights, which may be anything.
        assertThat(graphs).as("files that still hold a graph").isBetween(FLIPS / 20, FLIPS - FLIPS / 20);
    }

    /** Files that protobuf likes and that make no sense: other operators, attributes, sizes, connections. */
    @ParameterizedTest
    @EnumSource
    void nonsense(Model model) throws InvalidProtocolBufferException {
        OnnxMl.ModelProto whole = OnnxMl.ModelProto.parseFrom(model.bytes());
        ModelDamage damage = new ModelDamage(new Random(77)::nextInt);
        int graphs = 0;
        for (int i = 0; i < FLIPS; i++) {
            OnnxMl.ModelProto.Builder changed = whole.toBuilder();
            damage.some(changed);
            graphs += read(changed.build().toByteArray(), "seed 77, change " + i + "\n" + changed.getGraph()) ? 1 : 0;
        }
        assertThat(graphs).as("files that still hold a graph").isBetween(FLIPS / 20, FLIPS - FLIPS / 20);
    }

    /** The same for every operator, in the small models that its results are checked with. */
    @ParameterizedTest
    @MethodSource("org.bitscale.engine.OperatorsAgainstOnnxRuntimeTest#cases")
    void nonsenseAroundEachOperator(OperatorsAgainstOnnxRuntimeTest.Case operator)
            throws InvalidProtocolBufferException {
        OnnxMl.ModelProto whole = OnnxMl.ModelProto.parseFrom(operator.model().bytes());
        ModelDamage damage = new ModelDamage(new Random(operator.name().hashCode())::nextInt);
        for (int i = 0; i < FLIPS / 20; i++) {
            OnnxMl.ModelProto.Builder changed = whole.toBuilder();
            damage.some(changed);
            read(changed.build().toByteArray(), operator + ", change " + i + "\n" + changed.getGraph());
        }
    }

    /** Whether the bytes hold a graph; fails if they lead to anything but a graph or a message. */
    private static boolean read(byte[] bytes, String what) {
        OperatorTable operators = OperatorTable.standard();
        try {
            Graph graph = new OnnxReader(operators).read(bytes, "damaged.onnx");
            ProgramText.require(graph, operators);
            return true;
        } catch (BadInputException e) {
            assertThat(e.getMessage()).as(what).isNotBlank().doesNotContain("\n", "null");
            return false;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return fail(what, e);
        }
    }
}
