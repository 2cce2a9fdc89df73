package org.bitscale.ui.plan;

import org.bitscale.Texts;
import org.bitscale.quant.WeightFormat;

/** The screen's visible texts. */
final class PlanTexts {

    private static final Texts TEXTS = new Texts("org.bitscale.ui.plan.messages");

    private PlanTexts() {}

    /** A format of weights, as people call it. */
    static String format(WeightFormat format) {
        return text("format." + format.name());
    }

    static String text(String key, Object... arguments) {
        return TEXTS.text(key, arguments);
    }
}
