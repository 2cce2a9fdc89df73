package org.bitscale.ui.desk;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.DataSheet;

/**
 * Data that was opened for the network on the desk.
 *
 * @param options where it comes from and how it is split
 * @param sheet its examples
 */
public record OpenData(DataOptions options, DataSheet sheet) {

    /** The sample, with those pictures kept for validation that its network was not trained on. */
    public static final DataOptions SAMPLE =
            new DataOptions("sample:shapes", Optional.empty(), 0.2, OptionalInt.empty(), 0);

    /** The options that fit a source: the sample's own, else the usual ones. */
    public static DataOptions options(String source) {
        return source.equals(SAMPLE.spec()) ? SAMPLE : DataOptions.of(source);
    }

    /** The data section of an experiment file. */
    public Map<String, Object> section() {
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("source", options.spec());
        section.put("validation", options.validationShare());
        section.put("seed", options.seed());
        options.limit().ifPresent(limit -> section.put("limit", limit));
        options.resize().ifPresent(resize -> section.put("resize", resize.word()));
        options.label().ifPresent(label -> section.put("label", label));
        options.scaling()
                .ifPresent(scaling -> section.put(
                        "scaling", Map.of("scale", scaling.divisor(), "mean", scaling.mean(), "std", scaling.std())));
        return section;
    }

    /** Its name for people. */
    public String name() {
        return sheet.examples(DataSheet.Split.TRAIN).info().name();
    }
}
