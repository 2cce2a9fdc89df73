/**
 * The part of the Plan screen that finds the bits of each layer: how much layers suffer, plans under limits, what each is
 * predicted to lose, and why each layer has its bits.
 */
package org.bitscale.ui.plan.search;
