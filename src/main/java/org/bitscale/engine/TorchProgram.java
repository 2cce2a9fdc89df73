package org.bitscale.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A method of a TorchScript module while it is written: named arguments, found in one list of tensors, and lines.
 */
final class TorchProgram {

    private final Map<String, Integer> arguments = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private int variables;

    /** The expression of the argument called {@code name}, which is added to the list at its first use. */
    String argument(String name) {
        return "p[" + arguments.computeIfAbsent(name, k -> arguments.size()) + "]";
    }

    /** Names of the arguments in the order of the list. */
    List<String> arguments() {
        return List.copyOf(arguments.keySet());
    }

    /** Computes an expression into a new variable. */
    String assign(String expression) {
        String variable = "v" + variables++;
        lines.add(variable + " = " + expression);
        return variable;
    }

    /** Computes an expression for its effect. */
    void run(String expression) {
        assign(expression);
    }

    /** The text of the method, giving back the tensors of {@code results}. */
    String method(String name, List<String> results) {
        StringBuilder text = new StringBuilder();
        text.append("  def ").append(name).append("(self: __torch__.Net, p: List[Tensor]) -> List[Tensor]:\n");
        lines.forEach(line -> text.append("    ").append(line).append('\n'));
        text.append("    return [").append(String.join(", ", results)).append("]\n");
        return text.toString();
    }

    /** A module of these methods. */
    static String module(List<String> methods) {
        return "class Net(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                + String.join("", methods);
    }
}
