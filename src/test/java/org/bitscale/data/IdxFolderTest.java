package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFolderTest {
    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;

    @TempDir
    Path folder;

    /** Three training and two test images of 1×2. */
    @BeforeEach
    void writeFolder() throws IOException {
        write("train-images-idx3-ubyte", IMAGES, ints(3, 1, 2), 1, 2, 3, 4, 255, 128);
        write("train-labels-idx1-ubyte", LABELS, ints(3), 0, 2, 1);
        write("t10k-images-idx3-ubyte", IMAGES, ints(2, 1, 2), 9, 8, 7, 6);
        write("t10k-labels-idx1-ubyte", LABELS, ints(2), 2, 2);
    }

    @Test
    void readsValuesLabelsAndClasses() {
        DataSource source = open();

        assertThat(source.train().size()).isEqualTo(3);
        assertThat(source.train().info().shape()).containsExactly(1, 1, 2);
        assertThat(source.train().info().classes()).containsExactly("0", "1", "2");
        assertThat(source.train().info().name()).isEqualTo(folder.getFileName().toString());
        assertThat(picture(source.train(), 2)).containsExactly(255, 128);
        assertThat(source.train().label(1)).isEqualTo(2);
        assertThat(source.test().size()).isEqualTo(2);
        assertThat(picture(source.test(), 1)).containsExactly(7, 6);
        assertThat(source.test().attributes(0)).isEmpty();
    }

    @Test
    void gzippedAndDottedNamesAreTheSameData() throws IOException {
        String hash = open().train().info().contentHash();
        for (String name : new String[] {"train-images-idx3-ubyte", "train-labels-idx1-ubyte"}) {
            byte[] bytes = Files.readAllBytes(folder.resolve(name));
            Files.delete(folder.resolve(name));
            gzip(name.replace("-idx", ".idx") + ".gz", bytes);
        }

        assertThat(open().train().info().contentHash()).isEqualTo(hash);
    }

    @Test
    void theHashIsSha256OverShapeLabelsAndValues() {
        // Computed with Python's hashlib over 3,1,1,2 | 3,0,2,1 | 6 as 4-byte integers, then the six values.
        assertThat(open().train().info().contentHash())
                .isEqualTo("1a2ac3fa7bda3cd6c76a2e7c28f593c567af8176acef0be5585c3b6b2d27bf71");
    }

    @Test
    void theHashDependsOnValuesAndLabels() throws IOException {
        String hash = open().train().info().contentHash();
        write("train-labels-idx1-ubyte", LABELS, ints(3), 0, 1, 2);
        String otherLabels = open().train().info().contentHash();
        write("train-images-idx3-ubyte", IMAGES, ints(3, 1, 2), 1, 2, 3, 4, 255, 127);

        assertThat(otherLabels).isNotEqualTo(hash);
        assertThat(open().train().info().contentHash()).isNotEqualTo(hash).isNotEqualTo(otherLabels);
    }

    @Test
    void fourDimensionsAreChannelsLast() throws IOException {
        Files.delete(folder.resolve("train-images-idx3-ubyte"));
        Files.delete(folder.resolve("t10k-images-idx3-ubyte"));
        write(
                "train-images-idx4-ubyte",
                0x804,
                ints(3, 1, 2, 3),
                1,
                2,
                3,
                4,
                5,
                6,
                7,
                8,
                9,
                10,
                11,
                12,
                0,
                0,
                0,
                0,
                0,
                0);
        write("t10k-images-idx4-ubyte", 0x804, ints(2, 1, 2, 3), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        DataSource source = open();

        assertThat(source.train().info().shape()).containsExactly(3, 1, 2);
        assertThat(picture(source.train(), 1)).containsExactly(7, 10, 8, 11, 9, 12);
    }

    @Test
    void classesFileNamesTheClasses() throws IOException {
        Files.writeString(folder.resolve("classes.txt"), "shirt\nshoe\n\nbag\n");

        assertThat(open().train().info().classes()).containsExactly("shirt", "shoe", "bag");
    }

    @Test
    void anotherShapeIsConverted() {
        DataSource source = DataSources.open(DataRequest.of(folder.toString(), 3, 1, 1));

        assertThat(source.train().info().shape()).containsExactly(3, 1, 1);
        assertThat(picture(source.train(), 1)).containsExactly(4, 4, 4); // the mean 3.5, rounded
        assertThat(source.train().info().contentHash())
                .isNotEqualTo(open().train().info().contentHash());
    }

    @Test
    void channelsThatCannotBeConvertedAreRefused() {
        assertThatThrownBy(() -> DataSources.open(DataRequest.of(folder.toString(), 4, 1, 2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("The data has 1 channels, but 4 are wanted");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));

        assertRefused("There is no t10k-labels-idx1-ubyte[.gz] in " + folder);
    }

    @Test
    void wrongMagicIsShown() throws IOException {
        write("train-images-idx3-ubyte", 0xD03, ints(3, 1, 2), 1, 2, 3, 4, 255, 128);

        assertRefused("it should begin with 00000803 or 00000804, but begins with 00000d03");
    }

    @Test
    void labelsInPlaceOfImagesAreRefused() throws IOException {
        write("train-images-idx3-ubyte", LABELS, ints(3), 1, 2, 3);

        assertRefused("begins with 00000801");
    }

    @Test
    void truncatedFilesAreRefused() throws IOException {
        write("train-images-idx3-ubyte", IMAGES, ints(3, 1, 2), 1, 2, 3, 4, 255);
        assertRefused("train-images-idx3-ubyte is truncated: its header tells [3, 1, 2] values");

        Files.write(folder.resolve("train-images-idx3-ubyte"), new byte[] {0, 0, 8});
        assertRefused("is truncated: it ends early");
    }

    @Test
    void truncatedGzipFilesAreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("train-images-idx3-ubyte"));
        Files.delete(folder.resolve("train-images-idx3-ubyte"));
        gzip("train-images-idx3-ubyte.gz", Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused("is truncated: its header tells");

        Path file = folder.resolve("train-images-idx3-ubyte.gz");
        byte[] packed = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(packed, packed.length - 12));
        assertRefused("is truncated: it ends early");

        Files.write(file, bytes);
        assertRefused("is not a readable gzip file");
    }

    @Test
    void longerFilesAreRefused() throws IOException {
        write("train-images-idx3-ubyte", IMAGES, ints(3, 1, 2), 1, 2, 3, 4, 255, 128, 1);

        assertRefused("is longer than its header tells ([3, 1, 2] values)");
    }

    @Test
    void hugeDeclaredSizesAreRefusedWithoutMemory() throws IOException {
        write("train-images-idx3-ubyte", IMAGES, ints(2_000_000_000, 1, 1), 1);
        assertRefused("is truncated: its header tells [2000000000, 1, 1] values");

        write("train-images-idx3-ubyte", IMAGES, ints(2_000_000_000, 2_000_000_000, 2_000_000_000), 1);
        assertRefused("more than the 2 GiB that can be held");

        byte[] bytes = Files.readAllBytes(folder.resolve("train-images-idx3-ubyte"));
        bytes[4] = 0x70;
        bytes[8] = bytes[9] = bytes[10] = bytes[12] = bytes[13] = bytes[14] = 0;
        bytes[11] = bytes[15] = 1;
        Files.delete(folder.resolve("train-images-idx3-ubyte"));
        gzip("train-images-idx3-ubyte.gz", bytes);
        assertRefused("is truncated");
    }

    @Test
    void impossibleDimensionsAreRefused() throws IOException {
        write("train-images-idx3-ubyte", IMAGES, ints(3, -1, 2), 1);
        assertRefused("declares an impossible dimension -1");

        write("train-images-idx3-ubyte", IMAGES, ints(3, 0, 2), 1);
        assertRefused("declares an impossible dimension 0");
    }

    @Test
    void countsOfImagesAndLabelsMustAgree() throws IOException {
        write("train-labels-idx1-ubyte", LABELS, ints(2), 0, 1);

        assertRefused("has 3 images, but train-labels-idx1-ubyte has 2 labels");
    }

    @Test
    void anEmptySplitIsRefused() throws IOException {
        write("t10k-images-idx3-ubyte", IMAGES, ints(0, 1, 2));
        write("t10k-labels-idx1-ubyte", LABELS, ints(0));

        assertRefused("t10k-images-idx3-ubyte has no images");
    }

    @Test
    void labelsOutOfRangeAreRefused() throws IOException {
        write("t10k-labels-idx1-ubyte", LABELS, ints(2), 2, 3);
        assertRefused("label 3 of example 1 is out of range, there are 3 classes (0 to 2) by the training labels");

        Files.writeString(folder.resolve("classes.txt"), "shirt\nshoe\n");
        assertRefused("label 2 of example 1 is out of range, there are 2 classes (0 to 1) by classes.txt");
    }

    @Test
    void oneClassIsTooFew() throws IOException {
        write("train-labels-idx1-ubyte", LABELS, ints(3), 1, 1, 1);

        assertRefused("has only one class");
    }

    @Test
    void theSplitsMustHaveOneShape() throws IOException {
        write("t10k-images-idx3-ubyte", IMAGES, ints(2, 2, 1), 9, 8, 7, 6);

        assertRefused("differ in shape (channels, height, width): [1, 1, 2] in training, [1, 2, 1] in test");
    }

    @Test
    void openingStopsWhenInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::open).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
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

    private static float[] picture(Dataset dataset, int index) {
        float[] values = new float[dataset.info().valuesPerItem()];
        dataset.read(index, values, 0);
        return values;
    }

    private static int[] ints(int... values) {
        return values;
    }

    private void write(String name, int magic, int[] extents, int... values) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(magic);
            for (int extent : extents) {
                out.writeInt(extent);
            }
            for (int value : values) {
                out.writeByte(value);
            }
        }
        Files.write(folder.resolve(name), bytes.toByteArray());
    }

    private void gzip(String name, byte[] bytes) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(bytes);
        }
    }
}
