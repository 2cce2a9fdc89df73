package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureFolderTest {
    private static final int RED = 0xFF0000;
    private static final int BLUE = 0x0000FF;

    @TempDir
    Path folder;

    @Test
    void foldersAreClassesAndFilesAreSorted() throws IOException {
        save("train/cat/b.png", RED);
        save("train/cat/a.png", 0x010203);
        save("train/ant/a.png", BLUE);
        save("test/ant/a.png", BLUE);
        save("test/cat/a.png", RED);

        DataSource source = open();

        assertThat(source.train().info().classes()).containsExactly("ant", "cat");
        assertThat(source.train().info().shape()).containsExactly(3, 2, 3);
        assertThat(source.train().size()).isEqualTo(3);
        assertThat(source.train().label(0)).isZero();
        assertThat(firstPixel(source.train(), 0)).containsExactly(0, 0, 255);
        assertThat(firstPixel(source.train(), 1)).containsExactly(1, 2, 3);
        assertThat(firstPixel(source.train(), 2)).containsExactly(255, 0, 0);
        assertThat(source.test().size()).isEqualTo(2);
        assertThat(source.test().info().source())
                .contains(folder.resolve("test").toString());
    }

    @Test
    void numbersAreSortedByValue() throws IOException {
        for (String name : List.of("10", "9", "1", "02")) {
            save(name + "/a.png", RED);
            save(name + "/b.png", RED);
        }

        assertThat(open().train().info().classes()).containsExactly("1", "02", "9", "10");
    }

    @Test
    void withoutSplitsAFifthOfEachClassIsTest() throws IOException {
        for (int i = 0; i < 10; i++) {
            save("a/" + i + ".png", i);
            save("b/" + i + ".png", 100 + i);
        }

        DataSource source = open();
        Set<Float> seen = new HashSet<>();
        for (Dataset split : List.of(source.train(), source.test())) {
            for (int i = 0; i < split.size(); i++) {
                seen.add(firstPixel(split, i)[2]);
            }
        }

        assertThat(source.train().size()).isEqualTo(16);
        assertThat(source.test().size()).isEqualTo(4);
        assertThat(seen).hasSize(20);
        assertThat(source.test().info().source())
                .contains("the test part of a stratified split of 20 examples, fraction 0.2, seed 2026");
        assertThat(open().test().info()).isEqualTo(source.test().info());
    }

    @ParameterizedTest
    @CsvSource({"val", "validation"})
    void aValidationFolderServesAsTestWhereThereIsNone(String name) throws IOException {
        save("train/a/1.png", RED);
        save("train/b/1.png", BLUE);
        save(name + "/b/1.png", BLUE);

        DataSource source = open();

        assertThat(source.test().size()).isEqualTo(1);
        assertThat(source.test().label(0)).isEqualTo(1);
    }

    @Test
    void aTrainFolderAloneIsSplit() throws IOException {
        save("train/a/1.png", RED);
        save("train/a/2.png", RED);
        save("train/b/1.png", BLUE);
        save("train/b/2.png", BLUE);

        assertThat(open().test().size()).isEqualTo(2);
    }

    @Test
    void aClassMayBeCalledTrain() throws IOException {
        save("train/1.png", RED);
        save("train/2.png", RED);
        save("bus/1.png", BLUE);
        save("bus/2.png", BLUE);

        assertThat(open().train().info().classes()).containsExactly("bus", "train");
    }

    @Test
    void theMostCommonSizeIsTaken() throws IOException {
        save("a/1.png", picture(4, 5, RED));
        save("a/2.png", picture(2, 3, RED));
        save("b/1.png", picture(2, 3, RED));
        save("b/2.png", picture(6, 6, RED));

        assertThat(open().train().info().shape()).containsExactly(3, 2, 3);
    }

    @Test
    void theRequestedShapeIsTaken() throws IOException {
        saveTwoClasses();

        Dataset grey =
                DataSources.open(DataRequest.of(folder.toString(), 1, 5, 4)).train();
        assertThat(grey.info().shape()).containsExactly(1, 5, 4);
        assertThat(firstPixel(grey, 0)).containsExactly(Math.round(0.299f * 255));

        DataRequest heightOnly =
                new DataRequest(folder.toString(), OptionalInt.empty(), OptionalInt.of(7), OptionalInt.empty());
        assertThat(DataSources.open(heightOnly).train().info().shape()).containsExactly(3, 7, 3);

        assertThatThrownBy(() -> DataSources.open(DataRequest.of(folder.toString(), 2, 5, 4)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("1 (grey) or 3 (colour) channels, but 2 are wanted");
    }

    @Test
    void greyPicturesHaveOneChannelIfAllAreGreyAndKeepTheirStoredValues() throws IOException {
        BufferedImage grey = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(0, 0, 0, 128);
        BufferedImage deepGrey = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
        deepGrey.getRaster().setSample(0, 0, 0, 128 * 257);
        save("a/1.png", grey);
        save("a/2.png", grey);
        save("b/1.png", deepGrey);
        save("b/2.png", deepGrey);

        Dataset train = open().train();
        assertThat(train.info().shape()).containsExactly(1, 2, 3);
        assertThat(firstPixel(train, 0)).containsExactly(128);
        assertThat(firstPixel(train, 1)).containsExactly(128);

        save("b/3.png", RED);
        assertThat(open().train().info().channels()).isEqualTo(3);
        assertThat(firstPixel(open().train(), 0)).containsExactly(128, 128, 128);
    }

    @ParameterizedTest
    @CsvSource({"png, 0", "bmp, 0", "gif, 0", "jpg, 3", "JPEG, 3"})
    void everyFormatIsRead(String extension, int tolerance) throws IOException {
        int colour = 0x4080C0;
        save("a/1." + extension, colour);
        save("a/2." + extension, colour);
        save("b/1." + extension, colour);
        save("b/2." + extension, colour);

        float[] pixel = firstPixel(open().train(), 0);

        assertThat(pixel[0]).isCloseTo(0x40, within((float) tolerance));
        assertThat(pixel[1]).isCloseTo(0x80, within((float) tolerance));
        assertThat(pixel[2]).isCloseTo(0xC0, within((float) tolerance));
    }

    @Test
    void colourProfilesAreNotApplied() throws IOException {
        save("a/0.jpg", 0x4080C0);
        byte[] plain = Files.readAllBytes(folder.resolve("a/0.jpg"));
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        byte[] name = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer profiled = ByteBuffer.allocate(plain.length + 4 + name.length + profile.length);
        int headerEnd = 20; // start of image and JFIF segment
        profiled.put(plain, 0, headerEnd).putShort((short) 0xFFE2).putShort((short) (2 + name.length + profile.length));
        profiled.put(name).put(profile).put(plain, headerEnd, plain.length - headerEnd);

        float[] without = new float[18];
        float[] with = new float[18];
        PictureDecoder.decode(plain, Path.of("plain.jpg"), List.of(3, 2, 3), Resize.STRETCH, without, 0);
        PictureDecoder.decode(profiled.array(), Path.of("profiled.jpg"), List.of(3, 2, 3), Resize.STRETCH, with, 0);

        assertThat(with).containsExactly(without);
    }

    @Test
    void transparencyLiesOverWhite() throws IOException {
        BufferedImage clear = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
        clear.setRGB(0, 0, 0x33FF0000);
        BufferedImage palette = new BufferedImage(
                3,
                2,
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, 2, new byte[] {-1, 0}, new byte[] {0, 0}, new byte[] {0, 0}, 0));
        save("a/1.png", clear);
        save("a/2.png", clear);
        save("b/1.png", palette);
        save("b/2.png", palette);

        Dataset train = open().train();

        assertThat(firstPixel(train, 0)).containsExactly(255, 204, 204);
        assertThat(firstPixel(train, 1)).containsExactly(255, 255, 255);
    }

    @Test
    void aSetTooLargeForMemoryIsDecodedWhenReadAndHasTheSameHash() throws IOException {
        saveTwoClasses();
        DataRequest request = DataRequest.of(folder.toString(), 3, 5, 7);

        Dataset kept = PictureFolder.read(folder, request, 1 << 20).train();
        Dataset decoded = PictureFolder.read(folder, request, 10).train();

        assertThat(decoded.info()).isEqualTo(kept.info());
        assertThat(decoded.size()).isEqualTo(kept.size());
        for (int i = 0; i < kept.size(); i++) {
            assertThat(picture(decoded, i)).containsExactly(picture(kept, i));
            assertThat(decoded.label(i)).isEqualTo(kept.label(i));
        }
        float[] shifted = new float[107];
        decoded.read(0, shifted, 2);
        assertThat(shifted[1]).isZero();
        assertThat(shifted[2]).isEqualTo(255);
    }

    @Test
    void theHashDependsOnFilesAndShape() throws IOException {
        saveTwoClasses();
        String hash = open().train().info().contentHash();
        assertThat(DataSources.open(DataRequest.of(folder.toString(), 3, 4, 4))
                        .train()
                        .info()
                        .contentHash())
                .isNotEqualTo(hash);
        save("a/1.png", BLUE);

        assertThat(open().train().info().contentHash()).isNotEqualTo(hash);
    }

    @Test
    void otherAndHiddenFilesAreLeftOut() throws IOException {
        saveTwoClasses();
        Files.writeString(folder.resolve("a/notes.txt"), "no picture");
        Files.writeString(folder.resolve("a/._1.png"), "archiver's shadow");
        Files.createDirectories(folder.resolve("__MACOSX"));
        Files.createDirectories(folder.resolve(".cache"));

        assertThat(open().train().size()).isEqualTo(2);
    }

    @Test
    void corruptPicturesAreNamed() throws IOException {
        saveTwoClasses();
        Files.write(folder.resolve("a/broken.png"), new byte[] {1, 2, 3});
        assertRefused("Cannot decode the picture " + folder.resolve("a/broken.png") + " (its content is of no known");

        byte[] whole = Files.readAllBytes(folder.resolve("a/1.png"));
        Files.write(folder.resolve("b/half.png"), Arrays.copyOf(whole, whole.length / 2));
        assertRefused(
                "2 pictures cannot be read, the first: Cannot decode the picture " + folder.resolve("a/broken.png"));
    }

    @Test
    void truncatedJpegPicturesAreNamed() throws IOException {
        saveTwoClasses();
        save("a/half.jpg", picture(64, 64, RED));
        byte[] whole = Files.readAllBytes(folder.resolve("a/half.jpg"));
        Files.write(folder.resolve("a/half.jpg"), Arrays.copyOf(whole, whole.length - 30));

        assertRefused("half.jpg (the file is truncated)");
    }

    @Test
    void cmykPicturesAreNamed() throws IOException {
        saveTwoClasses();
        try (InputStream cmyk = PictureFolderTest.class.getResourceAsStream("cmyk.jpg")) {
            Files.copy(cmyk, folder.resolve("a/print.jpg"));
        }

        assertRefused("print.jpg (its colours are CMYK or otherwise not supported): save it anew as RGB or grey");
    }

    @Test
    void picturesThatWouldFillTheMemoryAreRefused() throws IOException {
        saveTwoClasses();
        byte[] bytes = Files.readAllBytes(folder.resolve("a/1.png"));
        bytes[16] = bytes[20] = 0x10; // PNG width and height, highest byte
        CRC32 check = new CRC32();
        check.update(bytes, 12, 17);
        ByteBuffer.wrap(bytes).putInt(29, (int) check.getValue());
        Files.write(folder.resolve("a/huge.png"), bytes);

        assertRefused("pixels are more than 50000000");
    }

    @Test
    void emptyClassFoldersAreNamed() throws IOException {
        saveTwoClasses();
        Files.createDirectories(folder.resolve("c"));

        assertRefused("The class folder " + folder.resolve("c") + " has no pictures");
    }

    @Test
    void anEmptySplitIsNamed() throws IOException {
        save("train/a/1.png", RED);
        save("train/b/1.png", BLUE);
        Files.createDirectories(folder.resolve("test"));

        assertRefused("The split " + folder.resolve("test") + " has no pictures");
    }

    @Test
    void aClassKnownToTestOnlyIsNamed() throws IOException {
        save("train/a/1.png", RED);
        save("train/b/1.png", BLUE);
        save("test/c/1.png", BLUE);

        assertRefused(folder.resolve("test/c") + " is a class that the training data does not have: expected a, b");
    }

    @Test
    void oneClassIsTooFew() throws IOException {
        save("a/1.png", RED);

        assertRefused("has only one class folder (a)");
    }

    @Test
    void openingStopsWhenInterrupted() throws IOException {
        saveTwoClasses();
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::open).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private void saveTwoClasses() throws IOException {
        save("a/1.png", RED);
        save("a/2.png", RED);
        save("b/1.png", BLUE);
        save("b/2.png", BLUE);
    }

    private DataSource open() {
        return DataSources.open(DataRequest.of(folder.toString()));
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private void save(String path, int colour) throws IOException {
        save(path, picture(2, 3, colour));
    }

    private void save(String path, BufferedImage picture) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        String extension = path.substring(path.lastIndexOf('.') + 1);
        assertThat(ImageIO.write(picture, extension, file.toFile())).isTrue();
    }

    private static BufferedImage picture(int height, int width, int colour) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, colour);
            }
        }
        return picture;
    }

    private static float[] firstPixel(Dataset dataset, int index) {
        float[] values = picture(dataset, index);
        float[] pixel = new float[dataset.info().channels()];
        for (int channel = 0; channel < pixel.length; channel++) {
            pixel[channel] =
                    values[channel * dataset.info().height() * dataset.info().width()];
        }
        return pixel;
    }

    private static float[] picture(Dataset dataset, int index) {
        float[] values = new float[dataset.info().valuesPerItem()];
        dataset.read(index, values, 0);
        return values;
    }
}
