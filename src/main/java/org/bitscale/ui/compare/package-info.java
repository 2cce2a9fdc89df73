/**
 * The Compare screen: two or more runs against one of them; what was measured, what was planned, which predictions flip
 * and which layers err.
 *
 * <p>Decision: the desk's chosen runs are what is compared. Adding and removing here chooses and unchooses them
 * everywhere; only the float run that joins by itself is this screen's own. Confirmed by {@code CompareViewModelTest}.
 */
package org.bitscale.ui.compare;
