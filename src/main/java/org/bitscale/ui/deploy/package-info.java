/**
 * The Deploy screen: one run's network is copied out, proved in ONNX Runtime, and timed beside the float network it came
 * from.
 *
 * <p>Decision: nothing is timed while an experiment runs. Times taken then would be wrong, and would disturb the
 * experiment's own. Confirmed by {@code DeployViewModelTest}.
 */
package org.bitscale.ui.deploy;
