/**
 * The guided door: three questions, a search, three networks in plain words. For people who want the network and not the
 * method.
 */
package org.bitscale.ui.guide;
