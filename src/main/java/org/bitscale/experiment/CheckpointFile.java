package org.bitscale.experiment;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.Sha256;
import org.bitscale.engine.Training;
import org.bitscale.engine.TrainingState;

/**
 * A checkpoint on disk: a line of JSON, the values as little-endian floats in the line's order, and the SHA-256 of both.
 * Written beside its place, forced to the disk and renamed, so that there is always a whole one; what is torn or foreign
 * all the same is found out by its hash and counts as none.
 */
public final class CheckpointFile {

    private static final String FORMAT = "bitscale checkpoint 1";

    private final Path file;
    private final String trial;

    /**
     * @param file where it lies
     * @param trial hash of the trial it belongs to
     */
    public CheckpointFile(Path file, String trial) {
        this.file = file;
        this.trial = trial;
    }

    /**
     * The line of JSON.
     *
     * @param arrays lengths by name
     * @param best the same of the best epoch's state, whose values follow
     */
    private record Header(
            String format,
            String trial,
            long steps,
            List<Training.Epoch> epochs,
            Map<String, Integer> arrays,
            Optional<Best> best) {
        Header {
            epochs = List.copyOf(epochs);
            requireLengths(arrays);
        }
    }

    private record Best(long steps, Map<String, Integer> arrays) {
        Best {
            requireLengths(arrays);
        }
    }

    private static void requireLengths(Map<String, Integer> arrays) {
        for (int length : arrays.values()) {
            if (length < 0 || length > Integer.MAX_VALUE / Float.BYTES) {
                throw new IllegalArgumentException("an array has %d values".formatted(length));
            }
        }
    }

    /**
     * Replaces the checkpoint.
     *
     * @param best where the best epoch left off, if the recipe may stop early
     * @throws BadInputException if the place cannot be written
     */
    public void save(List<Training.Epoch> epochs, TrainingState state, Optional<TrainingState> best) {
        Header content = new Header(
                FORMAT,
                trial,
                state.steps(),
                epochs,
                lengths(state),
                best.map(other -> new Best(other.steps(), lengths(other))));
        Path temporary = null;
        try {
            temporary = DurableFile.temporary(file.toAbsolutePath().getParent());
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                MessageDigest digest = Sha256.digest();
                DataOutputStream out = new DataOutputStream(new DigestOutputStream(
                        new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16), digest));
                // The order of the arrays is that of the header, which therefore is no sorted JSON.
                byte[] header = Json.writeInOrder(content).getBytes(StandardCharsets.UTF_8);
                out.writeInt(header.length);
                out.write(header);
                write(state, out);
                if (best.isPresent()) {
                    write(best.get(), out);
                }
                out.flush();
                channel.write(ByteBuffer.wrap(digest.digest()));
                channel.force(true);
            }
            DurableFile.rename(temporary, file.toAbsolutePath());
        } catch (IOException e) {
            throw new BadInputException(
                    "The checkpoint '%s' cannot be written: %s; free some space or choose another workspace"
                            .formatted(file, e.getMessage()),
                    e);
        } finally {
            delete(temporary);
        }
    }

    private static Map<String, Integer> lengths(TrainingState state) {
        Map<String, Integer> lengths = new LinkedHashMap<>();
        state.arrays().forEach((name, values) -> lengths.put(name, values.length));
        return lengths;
    }

    private static void write(TrainingState state, DataOutputStream out) throws IOException {
        for (float[] values : state.arrays().values()) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            out.write(bytes.array());
        }
    }

    private static Map<String, float[]> read(Map<String, Integer> lengths, DataInputStream in) throws IOException {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> array : lengths.entrySet()) {
            byte[] bytes = bytes(in, Float.BYTES * array.getValue());
            float[] values = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            arrays.put(array.getKey(), values);
        }
        return arrays;
    }

    /** Grows with what is there: a false length claims no memory. */
    private static byte[] bytes(DataInputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(Math.max(0, length));
        if (bytes.length != length) {
            throw new EOFException("%d bytes are expected, but %d came".formatted(length, bytes.length));
        }
        return bytes;
    }

    private static void delete(Path temporary) {
        if (temporary != null) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                throw new BadInputException("The temporary file '%s' cannot be removed".formatted(temporary), e);
            }
        }
    }

    /** The checkpoint; empty if there is none, or none that is whole and of this trial. */
    public Optional<Checkpoint> load() {
        if (!isWhole()) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            Header header = Json.read(new String(bytes(in, in.readInt()), StandardCharsets.UTF_8), Header.class);
            if (!FORMAT.equals(header.format()) || !trial.equals(header.trial())) {
                return Optional.empty();
            }
            TrainingState state = new TrainingState(header.steps(), read(header.arrays(), in));
            Optional<TrainingState> best = header.best().isPresent()
                    ? Optional.of(new TrainingState(
                            header.best().get().steps(),
                            read(header.best().get().arrays(), in)))
                    : Optional.empty();
            return Optional.of(new Checkpoint(trial, header.epochs(), state, best));
        } catch (IOException | BadInputException e) {
            return Optional.empty();
        }
    }

    /** Whether the file ends in the hash of what stands before. */
    private boolean isWhole() {
        MessageDigest digest = Sha256.digest();
        int hashLength = digest.getDigestLength();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            long left = Files.size(file) - hashLength;
            byte[] block = new byte[1 << 16];
            while (left > 0) {
                int read = in.read(block, 0, (int) Math.min(block.length, left));
                if (read < 0) {
                    return false;
                }
                digest.update(block, 0, read);
                left -= read;
            }
            return left == 0 && Arrays.equals(digest.digest(), in.readAllBytes());
        } catch (IOException e) {
            return false;
        }
    }
}
