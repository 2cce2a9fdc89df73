package org.bitscale.engine;

/** What happens to batch normalizations while a network is trained. */
public enum BatchNormMode {
    /** They normalize with the batch's statistics and keep learning; folded when the network is deployed. */
    KEEP,
    /** They use the stored statistics, which stay as they are; factor and offset are learned. */
    FROZEN,
    /** They are folded into the layers before training. */
    FOLD
}
