/**
 * Measures of a network's answers, and of a set of results: each metric is a small class with one static
 * {@code of(...)}.
 *
 * <p>A room of its own because everything that reports a number (engine, deployment, search, charts) must count in the
 * same way. It uses nothing but the JDK.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Layout.</b> Logits are a flat {@code float[rows · classes]} in row-major order, as engine and ONNX Runtime
 *       both hand them out; no copy per row.
 *   <li><b>Ties.</b> The first of several equal maxima wins ({@link org.bitscale.eval.ArgMax}), as ONNX's ArgMax and
 *       NumPy do; {@link org.bitscale.eval.TopK} ranks by the same rule, so that top-1 equals accuracy. Confirmed by
 *       {@code ArgMaxTest} and {@code TopKTest}.
 *   <li><b>No silent NaN.</b> A NaN or infinite input is refused with the place where it stands. Confirmed by a test
 *       per metric.
 *   <li><b>Duplicates stay on the front.</b> Two equal results are both non-dominated; dropping one would hide an
 *       experiment. Confirmed by {@code ParetoFrontTest} against moocore's numbers.
 * </ul>
 */
package org.bitscale.eval;
