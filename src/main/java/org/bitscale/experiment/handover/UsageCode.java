package org.bitscale.experiment.handover;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Programs that feed one network, from templates that lie beside this class. */
final class UsageCode {

    private UsageCode() {}

    /** In Python, with ONNX Runtime and NumPy. */
    static String python(NetworkUse use, String fileName) {
        return filled(template(use.isPicture() ? "picture.py.txt" : "values.py.txt"), values(use, fileName, "[", "]"));
    }

    /** In Java, with ONNX Runtime. */
    static String java(NetworkUse use, String fileName) {
        return filled(
                template(use.isPicture() ? "picture.java.txt" : "values.java.txt"), values(use, fileName, "{", "}"));
    }

    private static Map<String, String> values(NetworkUse use, String fileName, String open, String close) {
        boolean python = open.equals("[");
        Map<String, String> common = new java.util.HashMap<>(Map.of(
                "FILE", quoted(fileName),
                "INPUT", quoted(use.input()),
                "OUTPUT", quoted(use.output()),
                "CLASSES",
                        open + use.classes().stream().map(UsageCode::quoted).collect(Collectors.joining(", ")) + close,
                "DIVISOR", number(use.scaling().divisor(), python),
                "MEAN", open + numbers(use.scaling().mean(), python) + close,
                "STD", open + numbers(use.scaling().std(), python) + close,
                "SHAPE",
                        use.shape().stream()
                                .map(size -> Long.toString(Math.max(1, size)))
                                .collect(Collectors.joining(", ")),
                "BATCH", Long.toString(use.batch())));
        if (use.isPicture()) {
            common.put("CHANNELS", Long.toString(use.channels()));
            common.put("HEIGHT", Long.toString(use.height()));
            common.put("WIDTH", Long.toString(use.width()));
            common.put("MODE", use.channels() == 1 ? "L" : use.channels() == 3 ? "RGB" : "RGBA");
            common.put("ORDER", use.isChannelsLast() ? "(0, 1, 2)" : "(2, 0, 1)");
            common.put(
                    "PLACE", use.isChannelsLast() ? "(y * WIDTH + x) * CHANNELS + c" : "(c * HEIGHT + y) * WIDTH + x");
        }
        return common;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String numbers(List<Float> numbers, boolean python) {
        return numbers.stream().map(number -> number(number, python)).collect(Collectors.joining(", "));
    }

    private static String number(float number, boolean python) {
        return python ? Float.toString(number) : number + "f";
    }

    private static String filled(String template, Map<String, String> values) {
        String text = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return text;
    }

    private static String template(String name) {
        try (InputStream in = UsageCode.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("'" + name + "' is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
