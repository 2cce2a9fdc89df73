package org.bitscale.ui.common;

import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.bitscale.data.Dataset;

/** Examples as pictures. */
public final class Pictures {

    private static final int LARGEST = 255;

    private Pictures() {}

    /** The pixels of one example, opaque, row by row: grey where there is one channel, else its first three. */
    public static int[] pixels(Dataset data, int index) {
        int plane = data.info().height() * data.info().width();
        float[] values = new float[data.info().valuesPerItem()];
        data.read(index, values, 0);
        int green = data.info().channels() >= 3 ? plane : 0;
        int blue = 2 * green;
        int[] pixels = new int[plane];
        for (int i = 0; i < plane; i++) {
            pixels[i] = 0xFF000000 | level(values[i]) << 16 | level(values[green + i]) << 8 | level(values[blue + i]);
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
