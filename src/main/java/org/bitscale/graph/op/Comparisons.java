package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.truth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitscale.graph.DataType;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** Truth values: comparing, combining, choosing. At run time truth is the number 1, falsehood 0. */
final class Comparisons {

    private Comparisons() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(
                new Test("Equal", "eq", (a, b) -> a == b),
                new Test("Greater", "gt", (a, b) -> a > b),
                new Test("GreaterOrEqual", "ge", (a, b) -> a >= b),
                new Test("Less", "lt", (a, b) -> a < b),
                new Test("LessOrEqual", "le", (a, b) -> a <= b),
                new Test("And", "logical_and", (a, b) -> a != 0 && b != 0),
                new Test("Or", "logical_or", (a, b) -> a != 0 || b != 0),
                new Test("Xor", "logical_xor", (a, b) -> a != 0 ^ b != 0),
                new Not(),
                new Where());
    }

    /** A question about two numbers; integers up to 2⁵³ are compared exactly. */
    private interface Question {
        boolean ask(double a, double b);
    }

    /** Answers a question about each pair of elements, with broadcasting. */
    private static final class Test implements Operator {
        private final String type;
        private final String function;
        private final Question question;

        Test(String type, String function, Question question) {
            this.type = type;
            this.function = function;
            this.question = question;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            Shape shape = Elementwise.broadcast(node, facts.shape(node, 0), facts.shape(node, 1));
            return List.of(new TensorType(DataType.BOOL, shape));
        }

        @Override
        public Optional<List<Dim>> sizes(Node node, Facts facts) {
            Optional<List<Dim>> left = facts.sizes(node, 0);
            Optional<List<Dim>> right = facts.sizes(node, 1);
            boolean vectors = type.equals("Equal")
                    && left.isPresent()
                    && right.isPresent()
                    && facts.shape(node, 0).rank() <= 1
                    && facts.shape(node, 1).rank() <= 1;
            if (!vectors) {
                return Optional.empty();
            }
            int n = Math.max(left.get().size(), right.get().size());
            List<Dim> answers = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                Dim a = left.get().get(left.get().size() == 1 ? 0 : i);
                Dim b = right.get().get(right.get().size() == 1 ? 0 : i);
                // A symbol stands for a size, which is never −1, but may well be any other number.
                boolean certain = a.equals(b) || a.isKnown() && b.isKnown() || a.equals(Dim.REST) || b.equals(Dim.REST);
                if (!certain) {
                    return Optional.empty();
                }
                answers.add(Dim.of(a.equals(b) ? 1 : 0));
            }
            return Optional.of(answers);
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            long[] sizes = output.shape().sizes();
            double[] a = Folding.numbers(inputs.get(0));
            double[] b = Folding.numbers(inputs.get(1));
            int[] left = Folding.broadcastIndices(inputs.get(0).sizes(), sizes);
            int[] right = Folding.broadcastIndices(inputs.get(1).sizes(), sizes);
            long[] answers = new long[left.length];
            for (int i = 0; i < answers.length; i++) {
                answers[i] = question.ask(a[left[i]], b[right[i]]) ? 1 : 0;
            }
            return Optional.of(Tensor.ofLongs(DataType.BOOL, answers, sizes));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            return List.of(truth(call(function, text.in(0), text.in(1)), text.in(0)));
        }
    }

    /** The opposite. */
    private static final class Not implements Operator {
        @Override
        public String type() {
            return "Not";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            return List.of(facts.type(node, 0));
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            long[] values = inputs.get(0).longs();
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] == 0 ? 1 : 0;
            }
            return Optional.of(
                    Tensor.ofLongs(DataType.BOOL, values, inputs.get(0).sizes()));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            return List.of(truth(call("eq", text.in(0), "0."), text.in(0)));
        }
    }

    /** The second input where the first is true, else the third, with broadcasting (Where-16). */
    private static final class Where implements Operator {
        @Override
        public String type() {
            return "Where";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            Shape values = Elementwise.broadcast(node, facts.shape(node, 1), facts.shape(node, 2));
            Shape all = Elementwise.broadcast(node, facts.shape(node, 0), values);
            return List.of(new TensorType(facts.type(node, 1).type(), all));
        }

        @Override
        public Optional<List<Dim>> sizes(Node node, Facts facts) {
            Optional<List<Dim>> condition = facts.sizes(node, 0);
            Optional<List<Dim>> left = facts.sizes(node, 1);
            Optional<List<Dim>> right = facts.sizes(node, 2);
            boolean known = condition.isPresent()
                    && left.isPresent()
                    && right.isPresent()
                    && condition.get().stream().allMatch(Dim::isKnown)
                    && condition.get().size() == left.get().size()
                    && condition.get().size() == right.get().size();
            if (!known) {
                return Optional.empty();
            }
            List<Dim> chosen = new ArrayList<>();
            for (int i = 0; i < condition.get().size(); i++) {
                boolean first = condition.get().get(i).size() != 0;
                chosen.add((first ? left : right).get().get(i));
            }
            return Optional.of(chosen);
        }

        @Override
        public Optional<Tensor> fold(Node node, List<Tensor> inputs, TensorType output) {
            long[] sizes = output.shape().sizes();
            long[] condition = inputs.get(0).longs();
            int[] asked = Folding.broadcastIndices(inputs.get(0).sizes(), sizes);
            int[] first = Folding.broadcastIndices(inputs.get(1).sizes(), sizes);
            int[] second = Folding.broadcastIndices(inputs.get(2).sizes(), sizes);
            Tensor left = Folding.pick(inputs.get(1), first, sizes);
            Tensor right = Folding.pick(inputs.get(2), second, sizes);
            boolean real = output.type().isFloat();
            float[] reals = real ? left.floats() : new float[0];
            float[] otherReals = real ? right.floats() : reals;
            long[] integers = real ? new long[0] : left.longs();
            long[] otherIntegers = real ? integers : right.longs();
            for (int i = 0; i < asked.length; i++) {
                if (condition[asked[i]] == 0) {
                    if (real) {
                        reals[i] = otherReals[i];
                    } else {
                        integers[i] = otherIntegers[i];
                    }
                }
            }
            return Optional.of(real ? Tensor.ofFloats(reals, sizes) : Tensor.ofLongs(output.type(), integers, sizes));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            return List.of(call("where", call("ne", text.in(0), "0."), text.in(1), text.in(2)));
        }
    }
}
