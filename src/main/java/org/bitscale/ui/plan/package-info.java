/**
 * The Plan screen: bits for every layer in a table that edits like a spreadsheet, with size and an estimate of accuracy
 * that follow every edit.
 *
 * <p>Decision: the plan is one immutable value, {@link org.bitscale.graph.quantize.PlanSettings}; an edit makes another
 * one, so that undo is only the way back through values, and what is shown is always computed from the whole.
 */
package org.bitscale.ui.plan;
