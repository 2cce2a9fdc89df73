package org.bitscale.experiment;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitscale.deploy.Processor;

/**
 * Why a quantized file takes longer than its float network: where the time goes, node by node, in both.
 *
 * @param microseconds of a run of the quantized file, all nodes
 * @param floatMicroseconds of a run of the float network, all nodes
 * @param conversionShare share of the quantized file's time that goes into turning floats into integers and back
 * @param floatLayers layers of the quantized file whose products are computed in float
 * @param slower layers that take longer than in the float network, those that lose most first
 * @param withoutDotProducts whether this processor is known to lack instructions for 8-bit dot products
 */
public record SpeedReasons(
        double microseconds,
        double floatMicroseconds,
        double conversionShare,
        List<String> floatLayers,
        List<Slower> slower,
        boolean withoutDotProducts) {

    private static final Set<String> CONVERSIONS =
            Set.of("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "Cast");
    private static final Set<String> FLOAT_PRODUCTS =
            Set.of("Conv", "FusedConv", "Gemm", "FusedGemm", "MatMul", "FusedMatMul", "ConvTranspose");

    /** A layer counts as slower from this ratio on: times of single nodes are noisy. */
    private static final double NOTABLE = 1.1;

    /**
     * A layer that integers make slower.
     *
     * @param layer its name
     * @param operator what computes it in the quantized file
     * @param microseconds there, conversions not counted
     * @param floatMicroseconds in the float network
     */
    public record Slower(String layer, String operator, double microseconds, double floatMicroseconds) {}

    static SpeedReasons of(List<LayerTime> quantized, List<LayerTime> real, Processor processor) {
        double all = sum(quantized);
        double conversions = sum(quantized.stream()
                .filter(time -> CONVERSIONS.contains(time.operator()))
                .toList());
        List<String> floatLayers = quantized.stream()
                .filter(time -> FLOAT_PRODUCTS.contains(time.operator()))
                .map(time -> time.layer().orElse(time.node()))
                .distinct()
                .toList();
        Map<String, Double> own = byLayer(quantized);
        Map<String, Double> before = byLayer(real);
        Map<String, String> operators = new LinkedHashMap<>();
        quantized.stream()
                .filter(time -> !CONVERSIONS.contains(time.operator()))
                .forEach(time -> time.layer().ifPresent(layer -> operators.putIfAbsent(layer, time.operator())));
        List<Slower> slower = own.keySet().stream()
                .filter(before::containsKey)
                .filter(layer -> own.get(layer) > NOTABLE * before.get(layer))
                .map(layer -> new Slower(layer, operators.get(layer), own.get(layer), before.get(layer)))
                .sorted(Comparator.comparingDouble(layer -> layer.floatMicroseconds() - layer.microseconds()))
                .toList();
        boolean dotProducts = !processor.featuresKnown()
                || processor.hasVnni()
                || processor.features().contains(Processor.Feature.ARM_DOTPROD)
                || processor.features().contains(Processor.Feature.ARM_I8MM);
        return new SpeedReasons(all, sum(real), all == 0 ? 0 : conversions / all, floatLayers, slower, !dotProducts);
    }

    private static double sum(List<LayerTime> times) {
        return times.stream().mapToDouble(LayerTime::microseconds).sum();
    }

    private static Map<String, Double> byLayer(List<LayerTime> times) {
        Map<String, Double> sums = new LinkedHashMap<>();
        times.stream().filter(time -> !CONVERSIONS.contains(time.operator())).forEach(time -> time.layer()
                .ifPresent(layer -> sums.merge(layer, time.microseconds(), Double::sum)));
        return sums;
    }
}
