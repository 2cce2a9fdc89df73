package org.bitscale.report;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.bitscale.eval.Accuracy;
import org.bitscale.eval.Agreement;

/**
 * One result in the table of trade-offs.
 *
 * @param name the result's name
 * @param bits weight and activation bits, for example {@code "4/4"}, {@code "2–8/8"} for mixed ones, {@code "32/32"}
 * @param method how it was quantized, for example {@code "LSQ"}
 * @param accuracy right predictions of all
 * @param packedBytes packed size in bytes, above 0
 * @param floatBytes size of the float network in bytes, above 0
 * @param fileBytes size of the exported file in bytes, if there is one
 * @param agreement with ONNX Runtime, if it was verified
 * @param onFront whether no other result is smaller and more accurate
 */
public record TradeOffRow(
        String name,
        String bits,
        String method,
        Accuracy accuracy,
        double packedBytes,
        double floatBytes,
        OptionalLong fileBytes,
        Optional<Agreement> agreement,
        boolean onFront) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if a size is not a positive number
     */
    public TradeOffRow {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(bits, "bits");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(accuracy, "accuracy");
        Objects.requireNonNull(fileBytes, "fileBytes");
        Objects.requireNonNull(agreement, "agreement");
        if (!(packedBytes > 0)
                || !(floatBytes > 0)
                || Double.isInfinite(packedBytes)
                || Double.isInfinite(floatBytes)) {
            throw new IllegalArgumentException("result '%s' has sizes of %s and %s bytes, but needs positive numbers"
                    .formatted(name, packedBytes, floatBytes));
        }
    }

    /** This result on the chart, grouped under its method and labelled by its name. */
    public TradeOffPoint point() {
        return new TradeOffPoint(name, method, packedBytes, accuracy.value(), accuracy.interval(), onFront);
    }
}
