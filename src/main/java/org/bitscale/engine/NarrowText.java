package org.bitscale.engine;

import org.bitscale.graph.Dim;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.TorchText;

/** What a product reads, rounded to bfloat16; {@link #wide} is the way back for what it gives. */
record NarrowText(TorchText wide) implements TorchText {

    private static final int FLOAT32 = 6;
    private static final int BFLOAT16 = 15;

    /** An expression as float32. */
    static String wide(String expression) {
        return cast(expression, FLOAT32);
    }

    private static String cast(String expression, int type) {
        return TorchText.call("to", expression, Integer.toString(type), "False", "False", "None");
    }

    @Override
    public String in(int index) {
        return cast(wide.in(index), BFLOAT16);
    }

    @Override
    public String optional(int index) {
        String expression = wide.optional(index);
        return expression.equals("None") ? expression : cast(expression, BFLOAT16);
    }

    @Override
    public Facts facts() {
        return wide.facts();
    }

    @Override
    public String let(String expression) {
        return wide.let(expression);
    }

    @Override
    public String size(Dim dim) {
        return wide.size(dim);
    }
}
