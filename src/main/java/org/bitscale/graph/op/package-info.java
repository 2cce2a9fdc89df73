/**
 * The operators. One class each says how its output shape follows, how it folds when its inputs are constants, how it
 * reads in TorchScript, how older opsets map to today's meaning, and what role it has when a network is quantized. {@link
 * org.bitscale.graph.op.OperatorTable} is the only list of them; whoever adds an operator touches one family file and
 * that list.
 */
package org.bitscale.graph.op;
