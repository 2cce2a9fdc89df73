/**
 * The command line: one class a command, picocli, texts from the bundle {@code org/bitscale/cli/messages.properties}.
 * Results go to standard output, progress and logs to standard error. Exit codes: 0 on success, 2 on wrong use or bad
 * input with one clear line, 1 on failure.
 */
package org.bitscale.cli;
