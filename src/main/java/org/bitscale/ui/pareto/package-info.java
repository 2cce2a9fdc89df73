/**
 * The Pareto screen: what no other run beats over two measures, with limits, reading in plain words, and files to take
 * along.
 */
package org.bitscale.ui.pareto;
