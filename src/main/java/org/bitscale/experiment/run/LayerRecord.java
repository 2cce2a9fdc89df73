package org.bitscale.experiment.run;

/**
 * One layer of a run's network.
 *
 * @param name its stable name
 * @param operator its ONNX type
 * @param scheme bits, such as {@code W4A8}, {@code A8} or {@code float}
 * @param parameters number of floating constants it reads
 * @param macs multiply-accumulates of one example
 * @param bops those, times weight bits, times activation bits
 */
public record LayerRecord(String name, String operator, String scheme, long parameters, long macs, long bops) {}
