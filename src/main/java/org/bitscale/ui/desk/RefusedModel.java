package org.bitscale.ui.desk;

/**
 * A network that could not be opened.
 *
 * @param source path, or {@code sample:NAME}
 * @param reason why, in one line
 */
public record RefusedModel(String source, String reason) {}
