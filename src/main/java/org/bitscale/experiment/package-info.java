/**
 * The use cases: inspect, train, evaluate, quantize with and without training, verify, and
 * for the window, estimate, observe and time. The command line calls these and
 * nothing lower. Each takes a request that is plain data, hears a {@link org.bitscale.Progress}, and gives a result that is
 * plain data, so that a request can be run in another process.
 *
 * <p>The packages below make experiments of them: {@code run} (records), {@code spec} (experiment files), {@code task}
 * (worker processes and sweeps), {@code pareto} (fronts and reports), {@code interchange} (other programs' forms).
 */
package org.bitscale.experiment;
