package org.bitscale.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * One operation.
 *
 * @param name unique and stable: the file's name for it, or its first output's
 * @param domain operator domain, empty for ONNX's own
 * @param operator operator type, such as {@code Conv}
 * @param inputs names of the tensors it reads; an empty name stands for an optional input not given
 * @param outputs names of the tensors it makes; an empty name stands for an output not wanted
 * @param attributes its attributes
 */
public record Node(
        String name, String domain, String operator, List<String> inputs, List<String> outputs, Attributes attributes) {

    /** Copies the lists and drops optional inputs missing at the end. */
    public Node {
        inputs = List.copyOf(inputs);
        while (!inputs.isEmpty() && inputs.get(inputs.size() - 1).isEmpty()) {
            inputs = inputs.subList(0, inputs.size() - 1);
        }
        outputs = List.copyOf(outputs);
    }

    /** A node of ONNX's own domain with one output. */
    public static Node of(String name, String operator, List<String> inputs, String output, Attributes attributes) {
        return new Node(name, "", operator, inputs, List.of(output), attributes);
    }

    /** A node of ONNX's own domain with one output and no attributes. */
    public static Node of(String name, String operator, List<String> inputs, String output) {
        return of(name, operator, inputs, output, Attributes.NONE);
    }

    /** Whether this is ONNX's operator {@code type}. */
    public boolean is(String type) {
        return domain.isEmpty() && operator.equals(type);
    }

    /** Name of input {@code index}, empty if it is not given. */
    public String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    /** Whether input {@code index} is given. */
    public boolean hasInput(int index) {
        return !input(index).isEmpty();
    }

    /** Name of the first output. */
    public String output() {
        return outputs.get(0);
    }

    /** This node reading other tensors. */
    public Node withInputs(List<String> newInputs) {
        return new Node(name, domain, operator, newInputs, outputs, attributes);
    }

    /** This node reading {@code input} at place {@code index}. */
    public Node withInput(int index, String input) {
        List<String> changed = new ArrayList<>(inputs);
        while (changed.size() <= index) {
            changed.add("");
        }
        changed.set(index, input);
        return withInputs(changed);
    }

    /** This node making {@code output} as its first output. */
    public Node withOutput(String output) {
        List<String> changed = new ArrayList<>(outputs);
        changed.set(0, output);
        return new Node(name, domain, operator, inputs, changed, attributes);
    }

    /** This node making other tensors. */
    public Node withOutputs(List<String> newOutputs) {
        return new Node(name, domain, operator, inputs, newOutputs, attributes);
    }

    /** This node with other attributes. */
    public Node withAttributes(Attributes newAttributes) {
        return new Node(name, domain, operator, inputs, outputs, newAttributes);
    }

    /** Operator, domain and name, for messages. */
    public String describe() {
        return "node '%s' (%s%s)".formatted(name, domain.isEmpty() ? "" : domain + ".", operator);
    }
}
