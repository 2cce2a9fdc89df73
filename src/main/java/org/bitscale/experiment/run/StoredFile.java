package org.bitscale.experiment.run;

/**
 * A file kept by content.
 *
 * @param hash SHA-256, lower-case hexadecimal
 * @param bytes its size
 */
public record StoredFile(String hash, long bytes) {}
