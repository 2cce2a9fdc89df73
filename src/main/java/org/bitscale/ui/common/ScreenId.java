package org.bitscale.ui.common;

/** The screens, in the order of the rail. */
public enum ScreenId {
    /** Where one begins. */
    START("mdal-home"),
    /** Three questions, three answers. */
    GUIDE("mdal-explore"),
    /** The network. */
    MODEL("mdal-account_tree"),
    /** The examples. */
    DATA("mdmz-photo_library"),
    /** Bits by layer. */
    PLAN("mdmz-tune"),
    /** Experiments and runs. */
    RUNS("mdmz-play_circle_outline"),
    /** Fronts. */
    PARETO("mdmz-scatter_plot"),
    /** Runs side by side. */
    COMPARE("mdal-compare_arrows"),
    /** Export, proof and timing. */
    DEPLOY("mdal-local_shipping");

    private final String icon;

    ScreenId(String icon) {
        this.icon = icon;
    }

    /** Name of its icon. */
    public String icon() {
        return icon;
    }

    /** Its place in message bundles. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
