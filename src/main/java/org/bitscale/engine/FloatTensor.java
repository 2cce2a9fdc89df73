package org.bitscale.engine;

/**
 * Values at run time, row-major.
 *
 * @param values the elements; not copied
 * @param sizes the sizes, outermost first
 */
public record FloatTensor(float[] values, long[] sizes) {}
