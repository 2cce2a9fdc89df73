package org.bitscale.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.bitscale.BadInputException;
import org.bitscale.experiment.run.Annotation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code runs tag ID +good -bad}. */
@Command(name = "tag", resourceBundle = "org.bitscale.cli.messages", mixinStandardHelpOptions = true)
final class RunsTagCommand implements Callable<Integer> {

    private static final Pattern CHANGE = Pattern.compile("[+-]?[^\\s,+-][^\\s,]*");

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "run-id")
    private String id;

    @Parameters(index = "1..*", paramLabel = "+TAG|-TAG", arity = "0..*", descriptionKey = "tag-changes")
    private List<String> changes = new ArrayList<>();

    /** What begins with '-' and is no option: tags to take away. */
    @Unmatched
    private List<String> removals = new ArrayList<>();

    @Mixin
    private WorkspaceArgument place;

    @Mixin
    private OutputOptions output;

    /** So that {@code -quick} is a tag and not {@code -q} with something after it. */
    @Spec
    void setSpec(CommandSpec spec) {
        spec.parser().posixClusteredShortOptionsAllowed(false);
    }

    @Override
    public Integer call() {
        changes.addAll(removals);
        if (changes.isEmpty()) {
            throw new BadInputException("Tags as +TAG to add and -TAG to remove are expected, but none came");
        }
        for (String change : changes) {
            if (!CHANGE.matcher(change).matches()) {
                throw new BadInputException(
                        "Tags as +TAG to add and -TAG to remove, without blanks and commas, are expected, but '%s' came"
                                .formatted(change));
            }
        }
        return RunAnnotations.change(place, id, this::changed, output);
    }

    private Annotation changed(Annotation annotation) {
        Set<String> tags = new TreeSet<>(annotation.tags());
        for (String change : changes) {
            if (change.startsWith("-")) {
                tags.remove(change.substring(1));
            } else {
                tags.add(change.startsWith("+") ? change.substring(1) : change);
            }
        }
        return new Annotation(annotation.starred(), tags, annotation.note());
    }
}
