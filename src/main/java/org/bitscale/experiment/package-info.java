/**
 * The use cases: inspect, train, evaluate, quantize with and without training, verify, and the quickstart that strings
 * them together. The command line calls these and nothing lower. Each takes a request that is plain data, hears a {@link
 * org.bitscale.Progress}, and gives a result that is plain data, so that a request can be run in another process.
 */
package org.bitscale.experiment;
