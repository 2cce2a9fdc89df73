package org.bitscale.graph.quantize;

import java.util.Optional;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;

/**
 * Sites behind a Clip from 0 to an upper limit, such as ReLU6. A quantizer that reaches beyond that limit wastes codes,
 * and ONNX Runtime then keeps the Clip between the layer and its quantizer, and no longer runs the layer in integers:
 * such a file is even refused (1.29, depthwise convolution: "two nodes with same node name").
 */
public final class ClippedSites {

    private ClippedSites() {}

    /** The parameters with the largest scale, not above theirs, under which a site's quantizer stays within its Clip. */
    public static QParams within(Graph graph, Site site, QParams parameters) {
        Optional<Float> limit = limit(graph, site.tensor());
        int codes = IntegerFormat.unsigned(site.bits()).qmax() - parameters.zeroPoint();
        if (limit.isEmpty() || codes <= 0) {
            return parameters;
        }
        float scale = Math.min(parameters.scale(), limit.get() / codes);
        while (scale * codes > limit.get()) {
            scale = Math.nextDown(scale);
        }
        return new QParams(scale, parameters.zeroPoint());
    }

    private static Optional<Float> limit(Graph graph, String tensor) {
        Node producer = graph.producers().get(tensor);
        return Optional.ofNullable(producer)
                .filter(node -> node.is("Clip"))
                .flatMap(node -> graph.constant(node, 2))
                .map(limits -> limits.floats()[0])
                .filter(limit -> limit > 0);
    }
}
