package org.bitscale.ui.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bitscale.BadInputException;
import org.bitscale.experiment.PlanSheet;
import org.bitscale.graph.quantize.LayerOverride;
import org.bitscale.graph.quantize.PlanSettings;
import org.bitscale.quant.QuantPlan;
import org.bitscale.quant.WeightFormat;

/** What can be done to a plan: each edit makes another one. */
final class PlanEdits {

    private static final int USUAL = 8;

    private PlanEdits() {}

    /** The columns that can be edited. */
    enum Column {
        /** Bits of the weights. */
        WEIGHTS,
        /** Bits of the inputs. */
        ACTIVATIONS
    }

    /** Some layers with so many bits in a column; what is kept in float becomes quantized. */
    static PlanSettings bits(PlanSettings plan, QuantPlan laid, List<String> layers, Column column, int bits) {
        return changed(plan, layers, layer -> {
            LayerOverride own = plan.layers().get(layer);
            LayerOverride now = own != null ? own : current(laid, layer);
            WeightFormat format = now.weightFormat().hasChosenBits() ? now.weightFormat() : WeightFormat.INTEGER;
            return column == Column.WEIGHTS
                    ? new LayerOverride(true, format, bits, now.activationBits())
                    : new LayerOverride(true, now.weightFormat(), now.weightBits(), bits);
        });
    }

    /** Some layers with weights of another format; what is kept in float becomes quantized. */
    static PlanSettings format(PlanSettings plan, QuantPlan laid, List<String> layers, WeightFormat format) {
        return changed(plan, layers, layer -> {
            LayerOverride own = plan.layers().get(layer);
            LayerOverride now = own != null ? own : current(laid, layer);
            return new LayerOverride(true, format, Math.min(now.weightBits(), USUAL), now.activationBits());
        });
    }

    /** Some layers kept in float. */
    static PlanSettings inFloat(PlanSettings plan, List<String> layers) {
        return changed(plan, layers, layer -> new LayerOverride(false, USUAL, USUAL));
    }

    /** Some layers at the network's bits again. */
    static PlanSettings reset(PlanSettings plan, List<String> layers) {
        Map<String, LayerOverride> overrides = new LinkedHashMap<>(plan.layers());
        layers.forEach(overrides::remove);
        return plan.withLayers(overrides);
    }

    /** All layers after the first like the first. */
    static PlanSettings fillDown(PlanSettings plan, QuantPlan laid, List<String> layers) {
        if (layers.size() < 2) {
            return plan;
        }
        LayerOverride first = current(laid, layers.get(0));
        return changed(plan, layers.subList(1, layers.size()), layer -> first);
    }

    /** Layers as text: one line each, name and bits apart by a tab, as spreadsheets take them. */
    static String copied(QuantPlan laid, List<String> layers) {
        StringBuilder text = new StringBuilder();
        layers.forEach(layer ->
                text.append(layer).append('\t').append(current(laid, layer)).append('\n'));
        return text.toString();
    }

    /**
     * Bits as they were copied, onto layers in their order; one line goes onto all of them.
     *
     * @throws BadInputException if a line has no bits, or there are more lines than layers
     */
    static PlanSettings pasted(PlanSettings plan, List<String> layers, String text) {
        List<LayerOverride> bits = new ArrayList<>();
        for (String line : text.strip().split("\\R")) {
            String[] cells = line.strip().split("\\t");
            bits.add(LayerOverride.parse(cells[cells.length - 1].strip()));
        }
        if (bits.size() > 1 && bits.size() != layers.size()) {
            throw new BadInputException(
                    PlanTexts.text("refused.paste", Integer.toString(bits.size()), Integer.toString(layers.size())));
        }
        Map<String, LayerOverride> overrides = new LinkedHashMap<>(plan.layers());
        for (int i = 0; i < layers.size(); i++) {
            overrides.put(layers.get(i), bits.get(bits.size() == 1 ? 0 : i));
        }
        return plan.withLayers(overrides);
    }

    /**
     * The heavy layers, which together hold most of the weights, at {@code low} bits, the others at {@code high}.
     *
     * @param share of the weights that the heavy layers hold together, 0 to 1
     */
    static PlanSettings mixed(PlanSheet sheet, int low, int high, int activations, double share) {
        List<PlanSheet.Row> weighted = sheet.layers().stream()
                .filter(PlanSheet.Row::weighted)
                .sorted((a, b) -> Long.compare(b.parameters(), a.parameters()))
                .toList();
        long total = weighted.stream().mapToLong(PlanSheet.Row::parameters).sum();
        Map<String, LayerOverride> overrides = new LinkedHashMap<>();
        long held = 0;
        for (PlanSheet.Row layer : weighted) {
            if (held >= share * total) {
                break;
            }
            overrides.put(layer.name(), new LayerOverride(true, low, activations));
            held += layer.parameters();
        }
        PlanSettings base = PlanSettings.of(high, activations);
        return base.withLayers(overrides);
    }

    /** What a layer has now, as an override would say it. */
    static LayerOverride current(QuantPlan laid, String layer) {
        return LayerOverride.of(laid.of(layer), USUAL);
    }

    private static PlanSettings changed(
            PlanSettings plan, List<String> layers, Function<String, LayerOverride> change) {
        Map<String, LayerOverride> overrides = new LinkedHashMap<>(plan.layers());
        layers.forEach(layer -> overrides.put(layer, change.apply(layer)));
        return plan.withLayers(overrides);
    }
}
