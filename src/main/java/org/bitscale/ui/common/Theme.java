package org.bitscale.ui.common;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import org.bitscale.report.ChartTheme;

/** Light or dark. */
public enum Theme {
    /** Dark on white. */
    LIGHT,
    /** Light on near-black. */
    DARK;

    /** The style sheet under our own. */
    public String styleSheet() {
        return this == LIGHT ? new PrimerLight().getUserAgentStylesheet() : new PrimerDark().getUserAgentStylesheet();
    }

    /** The looks of charts. */
    public ChartTheme charts() {
        return this == LIGHT ? ChartTheme.light() : ChartTheme.dark();
    }

    /** The other one. */
    public Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }
}
