package org.bitscale.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs the text of a TorchScript module into the archive that torch loads: an uncompressed ZIP of pickles and text. */
final class TorchArchive {

    private TorchArchive() {}

    /** The archive of a module {@code __torch__.Net} whose only attribute is {@code training}. */
    static byte[] of(String code) {
        byte[] object = join(
                new byte[] {(byte) 0x80, 2},
                ascii("c__torch__\nNet\nq"),
                new byte[] {0},
                ascii(")"),
                new byte[] {(byte) 0x81},
                ascii("}(X"),
                new byte[] {8, 0, 0, 0},
                ascii("trainingq"),
                new byte[] {1, (byte) 0x88},
                ascii("ubq"),
                new byte[] {2},
                ascii("."));
        byte[] emptyTuple = {(byte) 0x80, 2, ')', '.'};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "net/data.pkl", object);
            put(zip, "net/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            put(zip, "net/constants.pkl", emptyTuple);
            put(zip, "net/version", ascii("10\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
