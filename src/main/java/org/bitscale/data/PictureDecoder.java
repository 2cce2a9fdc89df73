package org.bitscale.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads picture files with the JDK's own readers. Stored sample values are taken as they are, as Python's Pillow does:
 * colour profiles and EXIF orientation are not applied. Transparent pixels lie over white. Of an animation the first
 * picture counts.
 */
final class PictureDecoder {
    static final String FORMATS = "JPEG, PNG, BMP or GIF";

    private static final List<String> EXTENSIONS = List.of(".jpg", ".jpeg", ".png", ".bmp", ".gif");

    /** What the JDK's JPEG reader says of CMYK files. */
    private static final String NO_SUCH_COLOURS = "Unsupported Image Type";

    private static final long MOST_PIXELS = 50_000_000;
    private static final int MOST_SCANS = 64;

    private static final int BMP_COMPRESSION = 30;
    private static final int BMP_JPEG = 4;
    private static final int BMP_PNG = 5;

    /** More than any picture of so many pixels takes, or than there is memory for. */
    private static final long MOST_BYTES =
            Math.min(1 << 29, Runtime.getRuntime().maxMemory() / 8);

    private static final int START_OF_SCAN = 0xDA;
    private static final int APPLICATION_2 = 0xE2;
    private static final byte[] PROFILE_NAME = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

    private PictureDecoder() {}

    /** What a picture's header tells. */
    record Header(int height, int width, boolean grey) {}

    static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && EXTENSIONS.stream().anyMatch(name::endsWith);
    }

    static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new DataException("The picture " + file + " has " + Files.size(file)
                        + " bytes, more than a picture can have (" + MOST_BYTES + "): remove it.");
            }
            return Files.readAllBytes(file);
        } catch (ClosedByInterruptException e) {
            throw Items.cancelled();
        } catch (IOException e) {
            throw new DataException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /** @throws DataException naming the file, if it is no picture that can be read */
    static Header header(byte[] bytes, Path file) {
        return withReader(bytes, file, PictureDecoder::header);
    }

    /**
     * Decodes a picture and converts it to a shape.
     *
     * @param shape channels (1 or 3), height, width
     * @param resize how it comes to this height and width
     * @param target receives C·H·W values 0..255 from {@code offset} on
     * @throws DataException naming the file, if it is no picture that can be read
     */
    static void decode(byte[] bytes, Path file, List<Integer> shape, Resize resize, float[] target, int offset) {
        Planes picture = withReader(bytes, file, PictureDecoder::planes);
        List<Integer> own = List.of(picture.channels(), picture.height(), picture.width());
        new PictureShape(own, shape, resize, ValueKind.PIXELS).convert(picture.values(), target, offset);
    }

    /** A decoded picture: C·H·W values 0..255. */
    private record Planes(int channels, int height, int width, float[] values) {}

    private static Planes planes(ImageReader reader) throws IOException {
        header(reader);
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage picture = reader.read(0);
        // The JPEG reader only warns of a truncated file, and leaves the rest of the picture grey.
        for (String warning : warnings) {
            if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
                throw new IOException("the file is truncated");
            }
        }
        boolean grey = isGrey(picture.getColorModel());
        float[] values = grey ? greyPlane(picture) : colourPlanes(picture);
        return new Planes(grey ? 1 : 3, picture.getHeight(), picture.getWidth(), values);
    }

    private interface Reading<T> {
        T from(ImageReader reader) throws IOException;
    }

    private static <T> T withReader(byte[] bytes, Path file, Reading<T> reading) {
        try (ImageInputStream stream = stream(withoutColourProfile(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new IOException("its content is of no known format");
            }
            ImageReader reader = readers.next();
            requireOwnPixels(bytes);
            requireFewScans(bytes);
            try {
                reader.setInput(stream, true, true);
                return reading.from(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw new DataException(
                    "Cannot decode the picture " + file + " (" + reason(e) + "): save it anew as RGB or grey " + FORMATS
                            + ", or remove it.",
                    e);
        }
    }

    /** A BMP file may hold a JPEG or PNG file, whose size is another than the one that its own header tells. */
    private static void requireOwnPixels(byte[] bytes) throws IOException {
        boolean bitmap = bytes.length > BMP_COMPRESSION && bytes[0] == 'B' && bytes[1] == 'M';
        if (bitmap && (bytes[BMP_COMPRESSION] == BMP_JPEG || bytes[BMP_COMPRESSION] == BMP_PNG)) {
            throw new IOException("a BMP file with another picture file inside");
        }
    }

    /** Each scan of a progressive JPEG file goes through all pixels, and one of no content takes 20 bytes. */
    private static void requireFewScans(byte[] bytes) throws IOException {
        int scans = 0;
        for (int i = 1; i < bytes.length && isJpeg(bytes); i++) {
            scans += (bytes[i - 1] & 0xFF) == 0xFF && (bytes[i] & 0xFF) == START_OF_SCAN ? 1 : 0;
        }
        if (scans > MOST_SCANS) {
            throw new IOException(scans + " scans are more than " + MOST_SCANS);
        }
    }

    private static boolean isJpeg(byte[] bytes) {
        return bytes.length >= 4 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xD8;
    }

    private static ImageInputStream stream(byte[] bytes) {
        return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
    }

    /**
     * Leaves the colour profile (APP2 segments, ICC.1 annex B.4) out of a JPEG file: the JDK would convert every picture
     * by it, which changes the values and takes ten times as long. Other bytes come back as they are.
     */
    private static byte[] withoutColourProfile(byte[] bytes) {
        if (!isJpeg(bytes)) {
            return bytes;
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
        kept.write(bytes, 0, 2);
        int position = 2;
        while (position + 4 <= bytes.length && (bytes[position] & 0xFF) == 0xFF) {
            int marker = bytes[position + 1] & 0xFF;
            int length = 2 + ((bytes[position + 2] & 0xFF) << 8 | bytes[position + 3] & 0xFF);
            boolean header = marker >= 0xC0 && marker < 0xFF && marker != START_OF_SCAN;
            if (!header || position + length > bytes.length) {
                break;
            }
            int contents = position + 4;
            boolean profile = marker == APPLICATION_2
                    && length >= 4 + PROFILE_NAME.length
                    && Arrays.equals(
                            bytes, contents, contents + PROFILE_NAME.length, PROFILE_NAME, 0, PROFILE_NAME.length);
            if (!profile) {
                kept.write(bytes, position, length);
            }
            position += length;
        }
        kept.write(bytes, position, bytes.length - position);
        return kept.toByteArray();
    }

    /** Readers report broken files by many exceptions, some without a message, some with line breaks in it. */
    private static String reason(Exception e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (message.contains(NO_SUCH_COLOURS)) {
            return "its colours are CMYK or otherwise not supported";
        }
        return message.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("[.!]$", "");
    }

    private static Header header(ImageReader reader) throws IOException {
        int height = reader.getHeight(0);
        int width = reader.getWidth(0);
        if ((long) height * width > MOST_PIXELS) {
            throw new IOException(width + "x" + height + " pixels are more than " + MOST_PIXELS);
        }
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        if (!types.hasNext()) {
            throw new IOException(NO_SUCH_COLOURS);
        }
        return new Header(height, width, isGrey(types.next().getColorModel()));
    }

    private static boolean isGrey(ColorModel colours) {
        if (colours instanceof IndexColorModel palette) {
            for (int i = 0; i < palette.getMapSize(); i++) {
                if (palette.getRed(i) != palette.getGreen(i) || palette.getGreen(i) != palette.getBlue(i)) {
                    return false;
                }
            }
            return true;
        }
        return colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }

    private static float[] greyPlane(BufferedImage picture) throws IOException {
        if (picture.getColorModel() instanceof IndexColorModel) {
            float[] colour = colourPlanes(picture);
            return Arrays.copyOf(colour, colour.length / 3);
        }
        return samples(picture, 1);
    }

    private static float[] colourPlanes(BufferedImage picture) throws IOException {
        if (!(picture.getColorModel() instanceof IndexColorModel)) {
            return samples(picture, 3);
        }
        int height = picture.getHeight();
        int width = picture.getWidth();
        float[] result = new float[3 * height * width];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                float alpha = (row[x] >>> 24) / 255f;
                for (int channel = 0; channel < 3; channel++) {
                    int value = row[x] >> (16 - 8 * channel) & 0xFF;
                    result[(channel * height + y) * width + x] = 255 + (value - 255) * alpha;
                }
            }
        }
        return result;
    }

    /** Stored samples, brought to 0..255, over white where there is an alpha band. */
    private static float[] samples(BufferedImage picture, int channels) throws IOException {
        Raster raster = picture.getRaster();
        boolean alpha = picture.getColorModel().hasAlpha() && raster.getNumBands() == channels + 1;
        if (!alpha && raster.getNumBands() != channels || alpha && picture.isAlphaPremultiplied()) {
            throw new IOException(NO_SUCH_COLOURS);
        }
        int height = picture.getHeight();
        int width = picture.getWidth();
        int bands = raster.getNumBands();
        float[] most = new float[bands];
        for (int band = 0; band < bands; band++) {
            most[band] = (1L << raster.getSampleModel().getSampleSize(band)) - 1;
        }
        float[] result = new float[channels * height * width];
        int[] row = new int[width * bands];
        for (int y = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                float opacity = alpha ? row[x * bands + channels] / most[channels] : 1;
                for (int channel = 0; channel < channels; channel++) {
                    float value = row[x * bands + channel] * 255f / most[channel];
                    result[(channel * height + y) * width + x] = alpha ? 255 + (value - 255) * opacity : value;
                }
            }
        }
        return result;
    }
}
