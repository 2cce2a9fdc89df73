package org.bitscale.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bitscale.BadInputException;
import org.bitscale.graph.Graph;
import org.bitscale.graph.Node;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.ValueInfo;

/** A teacher beside its student in one program: it reads the same input, and no other name is the same. */
final class TeacherGraph {

    private TeacherGraph() {}

    /**
     * A teacher for a student.
     *
     * @throws BadInputException if it reads or gives something else
     */
    static Graph of(Graph teacher, Graph student) {
        require("input", teacher.onlyInput(), student.onlyInput());
        require("output", teacher.onlyOutput(), student.onlyOutput());
        String input = student.onlyInput().name();
        UnaryOperator<String> renamed =
                name -> name.isEmpty() ? name : name.equals(teacher.onlyInput().name()) ? input : "teacher " + name;
        Map<String, Tensor> constants = new LinkedHashMap<>();
        teacher.constants().forEach((name, tensor) -> constants.put(renamed.apply(name), tensor));
        List<Node> nodes = teacher.nodes().stream()
                .map(node -> node.withInputs(node.inputs().stream().map(renamed).toList())
                        .withOutputs(node.outputs().stream().map(renamed).toList()))
                .toList();
        ValueInfo output = teacher.onlyOutput();
        return new Graph(
                teacher.name(),
                List.of(student.onlyInput()),
                List.of(new ValueInfo(renamed.apply(output.name()), output.type())),
                nodes,
                constants,
                Map.of());
    }

    private static void require(String what, ValueInfo teachers, ValueInfo students) {
        boolean same = teachers.type()
                .shape()
                .withoutBatch()
                .elements()
                .equals(students.type().shape().withoutBatch().elements());
        if (!same) {
            throw new BadInputException(
                    "The teacher's %s is %s, but the network's is %s; a teacher for the same task is expected"
                            .formatted(
                                    what,
                                    teachers.type().shape(),
                                    students.type().shape()));
        }
    }
}
