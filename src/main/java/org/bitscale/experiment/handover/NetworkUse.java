package org.bitscale.experiment.handover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bitscale.data.InputScaling;
import org.bitscale.experiment.Metadata;
import org.bitscale.experiment.ModelFile;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Graph;

/**
 * How a network is fed and read.
 *
 * @param input name of its input
 * @param shape sizes of the input, the batch first; 0 where any size is taken
 * @param output name of its output
 * @param scaling what is done to raw values first
 * @param classes names of the outputs; empty if the file does not say
 */
public record NetworkUse(String input, List<Long> shape, String output, InputScaling scaling, List<String> classes) {

    /** Copies. */
    public NetworkUse {
        shape = List.copyOf(shape);
        classes = List.copyOf(classes);
    }

    /** As the file itself says; a file that says nothing about scaling takes pictures x/255, as everywhere here. */
    public static NetworkUse of(ModelFile file) {
        Graph graph = file.graph();
        List<Long> shape = new ArrayList<>();
        for (Dim dim : graph.onlyInput().type().shape().dims()) {
            shape.add(dim.isKnown() ? dim.size() : 0L);
        }
        String scaling = graph.metadata().get(Metadata.INPUT_SCALING);
        String classes = graph.metadata().getOrDefault(Metadata.CLASSES, "");
        return new NetworkUse(
                graph.onlyInput().name(),
                shape,
                graph.onlyOutput().name(),
                scaling == null ? InputScaling.pictures() : InputScaling.parse(scaling),
                classes.isEmpty() ? List.of() : Arrays.asList(classes.split(",")));
    }

    /** Whether it reads pictures of one size. */
    public boolean isPicture() {
        return shape.size() == 4
                && shape.subList(1, 4).stream().noneMatch(size -> size == 0)
                && isChannels(channels())
                && channels() != 2;
    }

    /** Whether the channels are the last axis, as TensorFlow has them. */
    public boolean isChannelsLast() {
        return shape.size() == 4 && isChannels(shape.get(3)) && !isChannels(shape.get(1));
    }

    private static boolean isChannels(long size) {
        return size == 1 || size == 3 || size == 4;
    }

    long channels() {
        return shape.get(isChannelsLast() ? 3 : 1);
    }

    long height() {
        return shape.get(isChannelsLast() ? 1 : 2);
    }

    long width() {
        return shape.get(isChannelsLast() ? 2 : 3);
    }

    /** Examples a run: 1 where any number is taken. */
    long batch() {
        return Math.max(1, shape.get(0));
    }

    /** For people, such as {@code N × 3 × 32 × 32}. */
    public String shapeText() {
        return shape.stream().map(size -> size == 0 ? "N" : size.toString()).collect(Collectors.joining(" × "));
    }
}
