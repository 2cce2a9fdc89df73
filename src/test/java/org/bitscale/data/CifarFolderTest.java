package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFolderTest {
    private static final int PLANE = 32 * 32;

    @TempDir
    Path folder;

    @Test
    void batchesFollowEachOtherAndPlanesAreRedGreenBlue() throws IOException {
        write("data_batch_2.bin", record(3));
        write("data_batch_1.bin", record(9), record(0));
        write("test_batch.bin", record(1));

        DataSource source = open();

        assertThat(source.train().info().shape()).containsExactly(3, 32, 32);
        assertThat(source.train().info().classes())
                .hasSize(10)
                .startsWith("airplane", "automobile")
                .endsWith("truck");
        assertThat(source.train().info().kind()).isEqualTo(ValueKind.PIXELS);
        assertThat(new int[] {
                    source.train().label(0),
                    source.train().label(1),
                    source.train().label(2)
                })
                .containsExactly(9, 0, 3);
        assertThat(source.test().size()).isEqualTo(1);
        float[] picture = new float[3 * PLANE];
        source.train().read(0, picture, 0);
        assertThat(picture[0]).isEqualTo(9);
        assertThat(picture[1]).isEqualTo(1);
        assertThat(picture[32]).isEqualTo(32);
        assertThat(picture[PLANE]).isEqualTo(100);
        assertThat(picture[2 * PLANE]).isEqualTo(200);
        assertThat(source.train().attributes(0)).isEmpty();
    }

    @Test
    void theMetaFileNamesTheClasses() throws IOException {
        write("data_batch_1.bin", record(0), record(1));
        write("test_batch.bin", record(1));
        Files.writeString(folder.resolve("batches.meta.txt"), "day\nnight\n\n");

        assertThat(open().train().info().classes()).containsExactly("day", "night");
        DataPreview preview = DataSources.preview(folder.toString(), Reading.USUAL);
        assertThat(preview.classes()).containsExactly("day", "night");
        assertThat(preview.facts()).containsExactly("CIFAR-10", "2 training pictures");
        assertThat(preview.divided()).isTrue();
    }

    @Test
    void withoutATestBatchAFifthIsTest() throws IOException {
        byte[][] records = new byte[20][];
        for (int i = 0; i < records.length; i++) {
            records[i] = record(i % 2);
        }
        write("data_batch_3.bin", records);

        assertThat(open().test().size()).isEqualTo(4);
        assertThat(open().train().size()).isEqualTo(16);
    }

    @Test
    void cifar100HasASuperclassBesideTheClass() throws IOException {
        write("train.bin", record(4, 71), record(1, 0));
        write("test.bin", record(4, 71));

        DataSource source = open();
        assertThat(source.train().info().classes()).hasSize(100);
        assertThat(source.train().label(0)).isEqualTo(71);
        assertThat(source.train().attributes(0)).containsEntry("superclass", "4");

        Files.writeString(folder.resolve("coarse_label_names.txt"), "a\nb\nc\nd\nfish\n");
        assertThat(open().test().attributes(0)).containsEntry("superclass", "fish");
        assertThat(open().train().info().contentHash())
                .isEqualTo(source.train().info().contentHash());
    }

    @Test
    void truncatedFilesAreNamed() throws IOException {
        write("data_batch_1.bin", record(0), record(1));
        Path file = folder.resolve("data_batch_1.bin");
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 5000));

        assertRefused(file + " is truncated or no CIFAR-10 file: expected are records of 3073 bytes, but it has 5000");
        Files.write(file, new byte[0]);
        assertRefused("but it has 0 bytes");
    }

    @Test
    void labelsOutOfRangeAreNamed() throws IOException {
        write("data_batch_1.bin", record(0), record(10));

        assertRefused("label 10 of picture 1 is out of range, there are 10 classes (0 to 9)");
    }

    @Test
    void aTestBatchAloneIsRefused() throws IOException {
        write("test_batch.bin", record(0));

        assertRefused("There is no training data in " + folder + ", only test_batch.bin");
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

    /** Labels, then red with the last label in its corner, green of 100, blue of 200. */
    private static byte[] record(int... labels) {
        byte[] bytes = new byte[labels.length + 3 * PLANE];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        for (int i = 0; i < PLANE; i++) {
            bytes[labels.length + i] = (byte) (i == 0 ? labels[labels.length - 1] : i);
            bytes[labels.length + PLANE + i] = 100;
            bytes[labels.length + 2 * PLANE + i] = (byte) 200;
        }
        return bytes;
    }

    private void write(String name, byte[]... records) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] record : records) {
            all.write(record);
        }
        Files.write(folder.resolve(name), all.toByteArray());
    }
}
