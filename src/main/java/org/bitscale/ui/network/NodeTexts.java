package org.bitscale.ui.network;

import java.util.ArrayList;
import java.util.List;
import org.bitscale.report.AxisUnit;

/** Says in words what a box is. */
final class NodeTexts {

    /** In one line, for screen readers. */
    String spoken(NetworkNode node) {
        return String.join(", ", parts(node));
    }

    /** Line by line, for a tooltip. */
    String tip(NetworkNode node) {
        return String.join("\n", parts(node));
    }

    private static List<String> parts(NetworkNode node) {
        List<String> parts = new ArrayList<>();
        parts.add(NetworkTexts.text("node", node.title(), node.name()));
        if (!node.output().isEmpty()) {
            parts.add(NetworkTexts.text("node.output", node.output()));
        }
        if (node.parameters() > 0) {
            parts.add(NetworkTexts.text("node.parameters", AxisUnit.COUNT.format(node.parameters())));
        }
        if (node.macs() > 0) {
            parts.add(NetworkTexts.text("node.macs", AxisUnit.COUNT.format(node.macs())));
        }
        if (!node.supported()) {
            parts.add(NetworkTexts.text("node.unsupported"));
        }
        return parts;
    }
}
