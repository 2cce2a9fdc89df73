package org.bitscale.graph.op;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.bitscale.graph.Node;

/** The operators that Bitscale knows. */
public final class OperatorTable {

    private final Map<String, Operator> operators;

    /** A table of these operators. */
    private OperatorTable(List<Operator> operators) {
        this.operators = operators.stream()
                .collect(Collectors.toMap(
                        o -> name(o.domain(), o.type()),
                        o -> o,
                        (a, b) -> {
                            throw new IllegalArgumentException("two operators are called " + a.type());
                        },
                        TreeMap::new));
    }

    /** The table of all operators. */
    public static OperatorTable standard() {
        return new OperatorTable(Stream.of(
                        Products.all(),
                        Elementwise.all(),
                        Activations.all(),
                        Comparisons.all(),
                        Reductions.all(),
                        Pooling.all(),
                        Normalizations.all(),
                        GroupNormalizations.all(),
                        Quantizers.all(),
                        IntegerProducts.all(),
                        QuantizedOperators.all(),
                        QonnxQuantizers.all(),
                        Constants.all(),
                        Shaping.all(),
                        Joining.all(),
                        Selecting.all(),
                        Repeating.all(),
                        Padding.all(),
                        Resizing.all())
                .flatMap(List::stream)
                .toList());
    }

    /**
     * The operator of a node.
     *
     * @throws BadInputException if it is not supported; names node, operator, domain
     */
    public Operator of(Node node) {
        Operator operator = operators.get(name(node.domain(), node.operator()));
        if (operator == null) {
            throw new BadInputException("Operator '%s' of domain '%s' (node '%s') is not supported"
                    .formatted(node.operator(), node.domain().isEmpty() ? "ai.onnx" : node.domain(), node.name()));
        }
        return operator;
    }

    /** Whether the operator of a node is supported. */
    public boolean knows(Node node) {
        return operators.containsKey(name(node.domain(), node.operator()));
    }

    private static String name(String domain, String type) {
        return domain.isEmpty() ? type : domain + "." + type;
    }

    /** The names of all operators, sorted; those of other domains with their domain before. */
    public List<String> types() {
        return List.copyOf(operators.keySet());
    }
}
