/**
 * Quantization without training beyond rounding to nearest.
 */
package org.bitscale.ptq;
