package org.bitscale.ui.common;

import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.bitscale.data.Dataset;
import org.bitscale.data.ValueKind;

/** Examples as pictures. */
public final class Pictures {

    private static final int LARGEST = 255;
    private static final int OPAQUE = 0xFF000000;

    private Pictures() {}

    /** How wide the picture of an example is, in pixels: features are laid into a square. */
    public static int width(Dataset data) {
        return isRow(data)
                ? (int) Math.ceil(Math.sqrt(data.info().channels()))
                : data.info().width();
    }

    private static boolean isRow(Dataset data) {
        return data.info().kind() == ValueKind.FEATURES
                && data.info().height() == 1
                && data.info().width() == 1;
    }

    /**
     * The pixels of one example, opaque, row by row: grey where there is one channel or a row of features, else its first
     * three. What features leave free of their square is transparent. Values that are not from 0 to 255 are shown from the example's smallest (black) to its largest (white).
     */
    public static int[] pixels(Dataset data, int index) {
        float[] values = new float[data.info().valuesPerItem()];
        data.read(index, values, 0);
        if (data.info().kind() != ValueKind.PIXELS) {
            spread(values);
        }
        return isRow(data) ? square(values, width(data)) : pixels(data, values);
    }

    private static void spread(float[] values) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = high > low ? LARGEST * ((values[i] - low) / (high - low)) : 0;
        }
    }

    private static int[] square(float[] values, int width) {
        int[] pixels = new int[(values.length + width - 1) / width * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i < values.length ? grey(level(values[i])) : 0;
        }
        return pixels;
    }

    private static int grey(int level) {
        return OPAQUE | level << 16 | level << 8 | level;
    }

    private static int[] pixels(Dataset data, float[] values) {
        int plane = data.info().height() * data.info().width();
        int green = data.info().channels() >= 3 ? plane : 0;
        int blue = 2 * green;
        int[] pixels = new int[plane];
        for (int i = 0; i < plane; i++) {
            pixels[i] = OPAQUE | level(values[i]) << 16 | level(values[green + i]) << 8 | level(values[blue + i]);
        }
        return pixels;
    }

    /** A picture of pixels, each as large as {@code zoom} on the screen without being blurred. */
    public static Image image(int[] pixels, int width, int zoom) {
        int height = pixels.length / width;
        int[] large = new int[pixels.length * zoom * zoom];
        for (int y = 0; y < height * zoom; y++) {
            for (int x = 0; x < width * zoom; x++) {
                large[y * width * zoom + x] = pixels[y / zoom * width + x / zoom];
            }
        }
        WritableImage image = new WritableImage(width * zoom, height * zoom);
        image.getPixelWriter()
                .setPixels(0, 0, width * zoom, height * zoom, PixelFormat.getIntArgbInstance(), large, 0, width * zoom);
        return image;
    }

    private static int level(float value) {
        return Math.max(0, Math.min(LARGEST, Math.round(value)));
    }
}
