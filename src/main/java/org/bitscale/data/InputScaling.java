package org.bitscale.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How raw values become a network's input: {@code x' = (x / divisor - mean[c]) / std[c]} for channel c, computed in
 * float in this order.
 *
 * @param divisor divides every raw value first; 255 takes pictures to 0..1
 * @param mean subtracted per channel, after the division; one value serves every channel
 * @param std divides per channel, last; one value serves every channel
 */
public record InputScaling(float divisor, List<Float> mean, List<Float> std) {
    /**
     * @throws IllegalArgumentException if a number is not finite, the divisor or a standard deviation is not positive,
     *     or mean and std name different numbers of channels
     */
    public InputScaling {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (!Float.isFinite(divisor) || divisor <= 0) {
            throw new IllegalArgumentException("the input scale must be a positive number, but is " + divisor);
        }
        if (mean.isEmpty() || std.isEmpty()) {
            throw new IllegalArgumentException("mean and std need one value, or one per channel, but one is empty");
        }
        if (mean.size() != std.size() && mean.size() != 1 && std.size() != 1) {
            throw new IllegalArgumentException("mean and std must name the same number of channels, but mean has "
                    + mean.size() + " values and std has " + std.size());
        }
        for (float value : mean) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a mean must be a finite number, but one is " + value);
            }
        }
        for (float value : std) {
            if (!Float.isFinite(value) || value <= 0) {
                throw new IllegalArgumentException("a std must be a positive number, but one is " + value);
            }
        }
    }

    /** The default for pictures: x / 255. */
    public static InputScaling pictures() {
        return new InputScaling(255f, List.of(0f), List.of(1f));
    }

    /** Leaves the values as they are. */
    public static InputScaling none() {
        return new InputScaling(1f, List.of(0f), List.of(1f));
    }

    /**
     * The scaling that gives each channel of a dataset mean 0 and standard deviation 1; a channel of nothing but one value
     * only loses its mean. For tables, whose features may be of very different size: quantizers read all of them at one
     * scale.
     *
     * @param dataset what is measured: training data, at least one example
     */
    public static InputScaling standardizing(Dataset dataset) {
        DatasetInfo info = dataset.info();
        int channels = info.channels();
        int plane = info.valuesPerItem() / channels;
        double[] means = new double[channels];
        double[] squares = new double[channels];
        float[] values = new float[info.valuesPerItem()];
        for (int i = 0; i < dataset.size(); i++) {
            dataset.read(i, values, 0);
            for (int k = 0; k < values.length; k++) {
                // Welford 1962: exact also where the mean is far from 0.
                int channel = k / plane;
                long seen = (long) i * plane + k % plane + 1;
                double distance = values[k] - means[channel];
                means[channel] += distance / seen;
                squares[channel] += distance * (values[k] - means[channel]);
            }
        }
        List<Float> mean = new ArrayList<>();
        List<Float> std = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            float deviation = (float) Math.sqrt(squares[channel] / ((double) dataset.size() * plane));
            mean.add((float) means[channel]);
            std.add(deviation > 0 && Float.isFinite(deviation) ? deviation : 1f);
        }
        return new InputScaling(1, mean, std);
    }

    /**
     * Reads what {@link #toString()} writes, such as {@code scale=255;mean=0.5,0.5,0.5;std=0.25,0.25,0.25}. A part left
     * out means divisor 1, mean 0, std 1.
     *
     * @throws DataException if the text is not of this form or its numbers are not allowed
     */
    public static InputScaling parse(String text) {
        Map<String, List<Float>> parts = new HashMap<>();
        for (String part : text.split(";")) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? "" : part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (!List.of("scale", "mean", "std").contains(key)
                    || parts.put(key, numbers(text, part.substring(equals + 1))) != null) {
                throw notUnderstood(text);
            }
        }
        List<Float> divisor = parts.getOrDefault("scale", List.of(1f));
        if (divisor.size() != 1) {
            throw notUnderstood(text);
        }
        try {
            return new InputScaling(
                    divisor.get(0), parts.getOrDefault("mean", List.of(0f)), parts.getOrDefault("std", List.of(1f)));
        } catch (IllegalArgumentException e) {
            throw new DataException("Input scaling \"" + text + "\": " + e.getMessage() + ".", e);
        }
    }

    /**
     * Checks that this scaling fits data of some number of channels.
     *
     * @throws DataException if mean or std has neither one value nor one per channel
     */
    public void requireChannels(int channels) {
        int named = Math.max(mean.size(), std.size());
        if (named != 1 && named != channels) {
            throw new DataException("The input scaling names " + named + " channels, but the data has " + channels
                    + ": give one value, or one per channel.");
        }
    }

    /**
     * Scales one example in place.
     *
     * @param values holds the example in C, H, W order
     * @param offset position of its first value
     * @param shape channels, height, width
     * @throws DataException if the scaling does not fit the channels
     */
    public void apply(float[] values, int offset, List<Integer> shape) {
        requireChannels(shape.get(0));
        int plane = shape.get(1) * shape.get(2);
        for (int channel = 0; channel < shape.get(0); channel++) {
            float channelMean = mean.get(mean.size() == 1 ? 0 : channel);
            float channelStd = std.get(std.size() == 1 ? 0 : channel);
            int start = offset + channel * plane;
            for (int i = start; i < start + plane; i++) {
                values[i] = (values[i] / divisor - channelMean) / channelStd;
            }
        }
    }

    /** The form that is stored in a model's metadata and in records; {@link #parse} reads it back exactly. */
    @Override
    public String toString() {
        return "scale=" + number(divisor) + ";mean=" + join(mean) + ";std=" + join(std);
    }

    private static String join(List<Float> values) {
        return values.stream().map(InputScaling::number).collect(Collectors.joining(","));
    }

    private static String number(float value) {
        String text = Float.toString(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static List<Float> numbers(String text, String list) {
        List<Float> numbers = new ArrayList<>();
        for (String number : list.split(",", -1)) {
            try {
                numbers.add(Float.parseFloat(number.strip()));
            } catch (NumberFormatException e) {
                throw notUnderstood(text);
            }
        }
        return numbers;
    }

    private static DataException notUnderstood(String text) {
        return new DataException("Input scaling \"" + text
                + "\" is not understood: expected something like scale=255;mean=0.5,0.5,0.5;std=0.25,0.25,0.25.");
    }
}
