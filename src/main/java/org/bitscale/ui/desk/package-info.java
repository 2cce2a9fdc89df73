/**
 * What lies on the desk: the open workspace, network, data, plan and the runs that are chosen. Screens do not know each
 * other; they look at the desk, and lay things on it.
 *
 * <p>Decision: what is opened is opened in the background and laid on the desk whole; a screen never sees half a model. A
 * refusal reaches whoever asked, and leaves the desk as it was.
 */
package org.bitscale.ui.desk;
