package org.bitscale.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A drawing as a file or inside something else.
 *
 * @param title for readers of the screen
 * @param description every figure in words
 * @param drawing what draws it
 */
record Picture(String title, String description, Drawing drawing) {
    /** The smallest picture in which text is readable, in pixels. */
    static final int MINIMUM_WIDTH = 320;

    /** The smallest picture in which text is readable, in pixels. */
    static final int MINIMUM_HEIGHT = 240;

    private static final int MAXIMUM_SIDE = 16_384;

    /** Draws from (0, 0). */
    interface Drawing {
        void draw(Graphics2D graphics, double width, double height);
    }

    void writePng(Path file, int width, int height) throws IOException {
        checkSize(width, height);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            draw(graphics, width, height);
        } finally {
            graphics.dispose();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", stream);
        }
        WholeFile.write(file, bytes.toByteArray());
    }

    void writeSvg(Path file, int width, int height) throws IOException {
        WholeFile.write(file, svg(width, height));
    }

    byte[] svg(int width, int height) throws IOException {
        checkSize(width, height);
        return Svg.of(title, description, width, height, graphics -> draw(graphics, width, height));
    }

    void writePdf(Path file, int width, int height) throws IOException {
        checkSize(width, height);
        WholeFile.write(file, Pdf.of(title, description, width, height, graphics -> draw(graphics, width, height)));
    }

    /** Draws with text and lines that grow with the square root of the picture's size. */
    void draw(Graphics2D graphics, int width, int height) {
        checkSize(width, height);
        double scale = Math.sqrt(Math.min(width / 900.0, height / 600.0));
        Graphics2D scaled = (Graphics2D) graphics.create();
        try {
            scaled.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            scaled.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            scaled.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            scaled.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            scaled.scale(scale, scale);
            drawing.draw(scaled, width / scale, height / scale);
        } finally {
            scaled.dispose();
        }
    }

    private static void checkSize(int width, int height) {
        if (width < MINIMUM_WIDTH || height < MINIMUM_HEIGHT || width > MAXIMUM_SIDE || height > MAXIMUM_SIDE) {
            throw new IllegalArgumentException(
                    "a chart of %d × %d pixels was asked for, but it needs %d × %d to %d × %d"
                            .formatted(width, height, MINIMUM_WIDTH, MINIMUM_HEIGHT, MAXIMUM_SIDE, MAXIMUM_SIDE));
        }
    }
}
