package org.bitscale.quant;

/**
 * Weights of one bit, their sign (Courbariaux et al. 2015, "BinaryConnect"; Rastegari et al. 2016, "XNOR-Net"): −1 or +1
 * times a scale, 0 being +1. There is no level for 0, so that it serves weights only.
 */
public record BinaryFormat() implements LevelFormat {

    @Override
    public int bits() {
        return 1;
    }

    @Override
    public String label() {
        return "W1";
    }

    @Override
    public float lowest() {
        return -1;
    }

    @Override
    public float largest() {
        return 1;
    }

    @Override
    public float nearest(float position) {
        return position < 0 ? -1 : 1;
    }

    @Override
    public int code(float level) {
        return (int) level;
    }

    @Override
    public float level(int code) {
        return code;
    }
}
