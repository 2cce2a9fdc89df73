package org.bitscale.graph.op;

import java.util.List;
import org.bitscale.graph.Node;
import org.bitscale.graph.TensorType;

/** An operator that no canonical graph holds: it is always written with others. */
abstract class Composite implements Operator {

    private final String domain;
    private final String type;

    Composite(String domain, String type) {
        this.domain = domain;
        this.type = type;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String domain() {
        return domain;
    }

    @Override
    public abstract List<Node> expanded(Node node, int opset, Canon canon);

    @Override
    public List<TensorType> infer(Node node, Facts facts) {
        throw new IllegalStateException(type + " is not canonical");
    }

    @Override
    public List<String> torch(Node node, TorchText text) {
        throw new IllegalStateException(type + " is not canonical");
    }
}
