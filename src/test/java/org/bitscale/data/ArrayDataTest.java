package org.bitscale.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayDataTest {
    @TempDir
    Path folder;

    @Test
    void anArchiveStoredByNumpyIsRead() throws IOException {
        DataSource source = DataSources.open(DataRequest.of(golden("stored.npz").toString()));

        DatasetInfo info = source.train().info();
        assertThat(info.shape()).containsExactly(1, 2, 3);
        assertThat(info.classes()).containsExactly("0", "1", "2");
        assertThat(info.kind()).isEqualTo(ValueKind.PIXELS);
        assertThat(values(source.train(), 3)).containsExactly(18, 19, 20, 21, 22, 23);
        assertThat(source.train().label(3)).isEqualTo(1);
        // Written in Fortran order, big-endian labels as a column.
        assertThat(values(source.test(), 1)).containsExactly(206, 207, 208, 209, 210, 211);
        assertThat(source.test().label(0)).isEqualTo(2);
    }

    @Test
    void anArchiveDeflatedByNumpyIsReadAndChannelsComeFirst() throws IOException {
        DataSource source =
                DataSources.open(DataRequest.of(golden("deflated.npz").toString()));

        DatasetInfo info = source.train().info();
        assertThat(info.shape()).containsExactly(3, 4, 4);
        assertThat(info.classes()).containsExactly("0", "1");
        assertThat(info.kind()).isEqualTo(ValueKind.PLANES);
        assertThat(info.kind().defaultScaling()).isEqualTo(InputScaling.none());
        assertThat(source.train().size()).isEqualTo(8);
        assertThat(source.test().size()).isEqualTo(2);
        float[] first = values(source.train(), 0);
        float step = 2f / 479;
        assertThat(first[1] - first[0]).isCloseTo(3 * step, org.assertj.core.api.Assertions.within(1e-6f));
        assertThat(first[16] - first[0]).isCloseTo(step, org.assertj.core.api.Assertions.within(1e-6f));
    }

    @Test
    void everyTypeAndOrderOfNumpyIsRead() throws IOException {
        try (ArrayStore store = new ArrayStore.Npz(golden("types.npz"))) {
            assertThat(store.names()).hasSize(21);
            for (String name : store.names()) {
                NpyArray array = store.read(name);
                float[] read = new float[6];
                for (int i = 0; i < 6; i++) {
                    read[i] = array.value(i);
                }
                float[] expected =
                        name.equals("b1") ? new float[] {0, 1, 1, 1, 1, 1} : new float[] {0, 1, 2, 3, 100, 5};
                assertThat(read).as(name).containsExactly(expected);
            }
        }
    }

    @Test
    void objectsAreRefused() throws IOException {
        golden("objects.npy");

        assertThatThrownBy(() -> new ArrayStore.Folder(folder).read("objects"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("holds Python objects, which are pickled code and not read");
    }

    @ParameterizedTest
    @CsvSource({
        "0x0000, 0",
        "0x3C00, 1",
        "0xBC00, -1",
        "0x3555, 0.333251953125",
        "0x0001, 5.9604645E-8",
        "0x03FF, 6.097555E-5",
        "0x0400, 6.1035156E-5",
        "0x7BFF, 65504"
    })
    void halfFloatsAreExact(String bits, float value) {
        ByteBuffer bytes = ByteBuffer.allocate(2)
                .putShort((short) (int) Integer.decode(bits))
                .flip();

        assertThat(NpyType.F2.value(bytes)).isEqualTo(value);
    }

    @Test
    void largeUnsignedNumbersAreRounded() {
        ByteBuffer all = ByteBuffer.allocate(8).putLong(-1L).flip();

        assertThat(NpyType.U8.value(all)).isEqualTo(18446744073709551615f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void headersOfAllVersionsAreRead(int version) throws IOException {
        write("x", npy(version, "'|u1'", false, "(2, 1)", 7, 9));
        write("y", npy("'<i4'", "(2,)", 0, 0, 0, 0, 1, 0, 0, 0));

        assertThatThrownBy(this::open).hasMessageContaining("no class has two examples"); // but both are read
        write("x_test", npy(version, "'|u1'", false, "(2, 1)", 7, 9));
        write("y_test", npy("'|u1'", "(2,)", 0, 1));
        write("x_train", npy(version, "'|u1'", false, "(2, 1)", 7, 9));
        write("Y_train", npy("'|b1'", "(2,)", 0, 1));
        assertThat(values(open().train(), 1)).containsExactly(9);
        assertThat(open().train().info().kind()).isEqualTo(ValueKind.FEATURES);
    }

    @Test
    void fortranOrderGivesTheSameExamplesAndTheSameHash() throws IOException {
        divided(npy(1, "'|u1'", false, "(2, 2, 2)", 1, 2, 3, 4, 5, 6, 7, 8), npy("'|u1'", "(2,)", 0, 1));
        Dataset plain = open().train();
        divided(npy(1, "'|u1'", true, "(2, 2, 2)", 1, 5, 3, 7, 2, 6, 4, 8), npy("'|u1'", "(2,)", 0, 1));

        assertThat(values(open().train(), 1)).containsExactly(5, 6, 7, 8);
        assertThat(open().train().info().contentHash()).isEqualTo(plain.info().contentHash());
    }

    @Test
    void channelsAreFirstOrLast() {
        assertThat(shape("(9, 32, 30, 3)", DataRequest.of("x"))).containsExactly(3, 32, 30);
        assertThat(shape("(9, 3, 32, 30)", DataRequest.of("x"))).containsExactly(3, 32, 30);
        assertThat(shape("(9, 4, 28, 28)", DataRequest.of("x"))).containsExactly(4, 28, 28);
        assertThat(shape("(9, 12, 8, 8)", DataRequest.of("x", 12, 8, 8))).containsExactly(12, 8, 8);
        assertThat(shape("(9, 28, 28)", DataRequest.of("x"))).containsExactly(1, 28, 28);
        assertThat(shape("(9, 784)", DataRequest.of("x"))).containsExactly(784, 1, 1);
    }

    @Test
    void whereBothArePossibleTheNetworkDecidesAndElseASquare() {
        assertThat(shape("(9, 3, 20, 4)", DataRequest.of("x", 3, 20, 4))).containsExactly(3, 20, 4);
        assertThat(shape("(9, 3, 20, 4)", DataRequest.of("x", 4, 3, 20))).containsExactly(4, 3, 20);
        assertThat(shape("(9, 3, 20, 4)", DataRequest.of("x", 3, 8, 8))).containsExactly(3, 20, 4);
        assertThat(shape("(9, 3, 4, 4)", DataRequest.of("x"))).containsExactly(3, 4, 4);
        assertThat(shape("(9, 4, 4, 1)", DataRequest.of("x"))).containsExactly(1, 4, 4);
        assertRefused(
                () -> shape("(9, 3, 20, 4)", DataRequest.of("x")),
                "has the shape 9x3x20x4, which may be (N, H, W, C) as well as (N, C, H, W)");
        assertRefused(() -> shape("(9, 8, 8, 8)", DataRequest.of("x")), "1, 3 or 4 channels are expected");
        assertRefused(() -> shape("(9, 1, 1, 1, 1)", DataRequest.of("x")), "but expected is (N, features)");
        assertRefused(() -> shape("(9,)", DataRequest.of("x")), "but expected is (N, features)");
        assertRefused(() -> shape("()", DataRequest.of("x")), "no examples (u1 single value)");
        assertRefused(() -> shape("(0, 2)", DataRequest.of("x")), "no examples");
    }

    @Test
    void labelsAreChecked() throws IOException {
        byte[] x = npy("'|u1'", "(2, 1)", 7, 9);
        refusedLabels(x, npy("'|u1'", "(3,)", 0, 1, 1), "has 3 labels for 2 examples");
        refusedLabels(x, npy("'|i1'", "(2,)", 0, -1), "label -1.0 of example 1 is no class");
        refusedLabels(x, npy("'<f4'", "(2,)", 0, 0, 0, 0, 0, 0, 0, 0x3F), "label 0.5 of example 1 is no class");
        refusedLabels(x, npy("'|u1'", "(2, 2)", 1, 0, 1, 1), "row 1 is not one-hot");
        refusedLabels(x, npy("'|u1'", "(2, 2)", 1, 0, 0, 0), "row 1 is not one-hot");
        refusedLabels(x, npy("'|u1'", "(2, 1, 1)", 1, 0), "labels are expected as (N), (N, 1) or one-hot");
        refusedLabels(x, npy("'|u1'", "(2,)", 1, 1), "has only one class");
        refusedLabels(x, npy("'<c8'", "(2,)"), "holds values of type <c8");
        refusedLabels(x, npy("'|U'", "(2,)"), "holds values of type |U");
        refusedLabels(x, npy("'<u4x'", "(2,)"), "holds values of type <u4x");
    }

    @Test
    void textsNameTheClasses() throws IOException {
        byte[] x = npy("'|u1'", "(2, 1)", 7, 9);
        divided(x, npy("'<U2'", "(2,)", 0x62, 0, 0, 0, 0, 0, 0, 0, 0xE4, 0, 0, 0, 0x61, 0, 0, 0));
        assertThat(open().train().info().classes()).containsExactly("b", "äa");
        assertThat(open().train().label(1)).isEqualTo(1);
        divided(x, npy("'>U1'", "(2, 1)", 0, 0, 0, 0x62, 0, 0, 0, 0x61));
        assertThat(open().train().info().classes()).containsExactly("a", "b");
        assertThat(open().train().label(0)).isEqualTo(1);
        divided(x, npy("'|S2'", "(2,)", '1', '0', '9', 0));
        assertThat(open().train().info().classes()).containsExactly("9", "10");
        write("y_test", npy("'|S2'", "(2,)", '9', 0, '8', 0));
        assertRefused(this::open, "y_test.npy: class \"8\" of example 1 is not known");
        Files.writeString(folder.resolve("classes.txt"), "10\n8\n9\n");
        assertThat(open().test().label(1)).isEqualTo(1);
    }

    @Test
    void textsThatNameNoClassesAreRefused() throws IOException {
        byte[] x = npy("'|u1'", "(2, 1)", 7, 9);
        refusedLabels(x, npy("'|S1'", "(2,)", 'a', ' '), "the label of example 1 is empty");
        refusedLabels(x, npy("'<U1'", "(2,)", 65, 0, 0, 0, 0, 0xD8, 0, 0), "a character that is none (code 55296)");
        refusedLabels(
                x, npy("'<U1'", "(2,)", 65, 0, 0, 0, 0, 0, 0, 0x80), "a character that is none (code 2147483648)");
        refusedLabels(x, npy("'|S1'", "(2, 2)", 'a', 'b', 'a', 'b'), "would be one-hot labels of 2 classes (S1 2x2)");
        refusedLabels(x, npy("'|S0'", "(2,)"), "texts of 0 characters");
        refusedLabels(x, npy("'<U999999999'", "(2,)"), "texts of 999999999 characters");
        refusedLabels(x, npy("'|S2'", "(2,)", 'a', 'b', 'c'), "is truncated");
        refusedLabels(npy("'|S1'", "(2, 1)", 'a', 'b'), npy("'|u1'", "(2,)", 0, 1), "only labels may be texts");
    }

    @Test
    void testLabelsMustBeKnownAndShapesEqual() throws IOException {
        divided(npy("'|u1'", "(2, 1)", 7, 9), npy("'|u1'", "(2,)", 0, 1));
        write("y_test", npy("'|u1'", "(2,)", 0, 2));
        assertRefused(this::open, "label 2 of example 1 is out of range, there are 2 classes (0 to 1)");
        write("y_test", npy("'|u1'", "(2,)", 0, 1));
        write("x_test", npy("'|u1'", "(2, 2)", 7, 9, 7, 9));
        assertRefused(this::open, "do not fit together: x_train is u1 2x1, x_test is u1 2x2");
    }

    @Test
    void aFileNamesTheClasses() throws IOException {
        divided(npy("'|u1'", "(2, 1)", 7, 9), npy("'|u1'", "(2,)", 0, 1));
        Files.writeString(folder.resolve("classes.txt"), "cat\ndog\n");

        assertThat(open().train().info().classes()).containsExactly("cat", "dog");
    }

    @Test
    void oneOfTheFilesStandsForTheFolder() throws IOException {
        divided(npy("'|u1'", "(2, 1)", 7, 9), npy("'|u1'", "(2,)", 0, 1));
        String file = folder.resolve("x_train.npy").toString();

        assertThat(DataSources.open(DataRequest.of(file)).train().info())
                .isEqualTo(open().train().info());
        assertThat(DataSources.preview(file, Reading.USUAL).divided()).isTrue();
    }

    @Test
    void missingNumbersAreRefused() throws IOException {
        byte[] nan = npy("'>f4'", "(2, 1)", 0, 0, 0, 0, 0x7F, 0xC0, 0, 0);
        divided(nan, npy("'|u1'", "(2,)", 0, 1));

        assertRefused(this::open, "example 1 has the value NaN");
    }

    @Test
    void namesAreTold() throws IOException {
        write("x_train", npy("'|u1'", "(2, 1)", 7, 9));
        assertRefused(this::open, "There are examples (x_train) but no labels in " + folder);

        Path archive = folder.resolve("odd.npz");
        zip(archive, "weights", npy("'|u1'", "(2, 1)", 7, 9));
        assertRefused(
                () -> DataSources.open(DataRequest.of(archive.toString())),
                "it has weights, but arrays named x_train and y_train (with x_test and y_test), or x and y are expected");
    }

    @Test
    void thePreviewTellsTypesAndShapes() throws IOException {
        DataPreview preview = DataSources.preview(golden("stored.npz").toString(), Reading.USUAL);

        assertThat(preview.format()).isEqualTo(DataPreview.Format.ARRAYS);
        assertThat(preview.divided()).isTrue();
        assertThat(preview.facts())
                .containsExactly("x_train: u1 4x2x3", "y_train: i8 4", "x_test: u1 2x2x3", "y_test: u2 2x1");
    }

    /** A header may tell anything: nothing is allocated for it. */
    @Test
    void hostileSizesAreRefusedBeforeAnythingIsAllocated() throws IOException {
        byte[] y = npy("'|u1'", "(2,)", 0, 1);
        for (String shape : List.of(
                "(2000000000, 1)",
                "(2, 999999999999)",
                "(999999999999999999, 999999999999999999)",
                "(2, 99999999999999999999)",
                "(4294967298, 1)")) {
            divided(npy("'<f8'", shape, 1, 2, 3), y);
            assertThatThrownBy(this::open).isInstanceOf(DataException.class);
        }
        assertRefused(this::open, "is truncated: its header tells f8 4294967298x1");
        Path archive = folder.resolve("hostile.npz");
        zip(archive, "x", npy("'|u1'", "(2000000000, 1)", 1, 2, 3));
        assertRefused(() -> new ArrayStore.Npz(archive).read("x"), "is truncated: its header tells u1 2000000000x1");
    }

    @Test
    void otherLengthsAreRefused() throws IOException {
        byte[] y = npy("'|u1'", "(2,)", 0, 1);
        divided(npy("'|u1'", "(2, 2)", 1, 2, 3), y);
        assertRefused(this::open, "is truncated: its header tells u1 2x2");
        divided(npy("'|u1'", "(2, 1)", 1, 2, 3), y);
        assertRefused(this::open, "is longer than its header tells");
        divided(new byte[] {1, 2, 3}, y);
        assertRefused(this::open, "is truncated");
        divided("not an array at all".getBytes(StandardCharsets.US_ASCII), y);
        assertRefused(this::open, "is no NumPy array");
        divided(npy("[('a', '<f4')]", "(2, 1)", 1, 2), y);
        assertRefused(this::open, "records of several fields");
        byte[] nine = npy("'|u1'", "(2, 1)", 1, 2);
        nine[6] = 9;
        divided(nine, y);
        assertRefused(this::open, "has version 9");
    }

    /** Wherever bytes are changed or cut off, there is data or one line. */
    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void damagedArchivesAreReadOrRefused(String name) throws IOException {
        byte[] good = Files.readAllBytes(golden(name));
        Path file = folder.resolve("damaged.npz");
        SeededRandom random = new SeededRandom(3);
        for (int round = 0; round < 1500; round++) {
            byte[] bad = round % 5 == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int i = random.nextInt(4); i >= 0 && bad.length > 0; i--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, bad);
            try {
                assertThat(DataSources.open(DataRequest.of(file.toString()))
                                .train()
                                .size())
                        .isPositive();
            } catch (DataException e) {
                assertThat(e.getMessage()).doesNotContain("\n").isNotBlank();
            }
        }
    }

    private Path golden(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = getClass().getResourceAsStream(name);
                OutputStream out = Files.newOutputStream(file)) {
            in.transferTo(out);
        }
        return file;
    }

    private static List<Integer> shape(String shape, DataRequest request) {
        byte[] array = npy("'|u1'", shape);
        NpyHeader header =
                NpyArray.guarded("x", () -> new java.io.ByteArrayInputStream(array), in -> NpyHeader.read(in, "x"));
        return ArrayLayout.of(header, request, "x").shape();
    }

    private void refusedLabels(byte[] x, byte[] y, String message) throws IOException {
        divided(x, y);
        assertRefused(this::open, message);
    }

    private void divided(byte[] x, byte[] y) throws IOException {
        write("x_train", x);
        write("y_train", y);
        write("x_test", x);
        write("y_test", y);
    }

    private void write(String name, byte[] array) throws IOException {
        Files.write(folder.resolve(name + ".npy"), array);
    }

    private static void zip(Path archive, String name, byte[] array) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
            out.putNextEntry(new ZipEntry(name + ".npy"));
            out.write(array);
        }
    }

    private DataSource open() {
        return DataSources.open(DataRequest.of(folder.toString()));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private static float[] values(Dataset data, int index) {
        float[] values = new float[data.info().valuesPerItem()];
        data.read(index, values, 0);
        return values;
    }

    private static byte[] npy(String descr, String shape, int... bytes) {
        return npy(1, descr, false, shape, bytes);
    }

    private static byte[] npy(int version, String descr, boolean fortran, String shape, int... bytes) {
        byte[] header = ("{'descr': " + descr + ", 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': "
                        + shape + ", }\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(12 + header.length + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) version)
                .put((byte) 0);
        if (version == 1) {
            file.putShort((short) header.length);
        } else {
            file.putInt(header.length);
        }
        file.put(header);
        for (int value : bytes) {
            file.put((byte) value);
        }
        return Arrays.copyOf(file.array(), file.position());
    }
}
