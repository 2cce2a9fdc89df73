package org.bitscale.ui.plan;

import org.bitscale.graph.quantize.PlanSettings;

/**
 * A plan to begin with or to compare with.
 *
 * @param name what people call it
 * @param plan the plan
 */
record NamedPlan(String name, PlanSettings plan) {}
