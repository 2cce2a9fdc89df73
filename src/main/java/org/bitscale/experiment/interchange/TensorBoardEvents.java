package org.bitscale.experiment.interchange;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.experiment.run.EpochRecord;
import org.bitscale.experiment.run.Run;

/**
 * A run as TensorBoard's event file: records of length, checksum, {@code tensorflow.Event} message, checksum. Training
 * loss and accuracy are scalars by epoch, every measure is one at the last epoch.
 */
public final class TensorBoardEvents {

    private static final int MASK_DELTA = 0xa282ead8;
    // Field numbers of tensorflow.Event, Summary and Summary.Value.
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;

    private TensorBoardEvents() {}

    /**
     * Writes {@code FOLDER/EXPERIMENT/LABEL seed N ID/events.out.tfevents…}; the same run always has the same file.
     *
     * @return the file
     * @throws BadInputException if it cannot be written
     */
    public static Path write(Run run, Path folder) {
        Path own = folder.resolve(run.experiment())
                .resolve("%s seed %d %s"
                        .formatted(run.trial().label(), run.trial().seed(), run.id()));
        Path file = own.resolve(
                "events.out.tfevents.%d.bitscale".formatted(run.started().getEpochSecond()));
        try {
            Files.createDirectories(own);
            DurableFile.write(file, bytes(run));
            return file;
        } catch (IOException e) {
            throw new BadInputException(
                    "'%s' cannot be written: %s; choose another folder".formatted(file, e.getMessage()), e);
        }
    }

    private static byte[] bytes(Run run) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        double time = run.started().toEpochMilli() / 1e3;
        ByteArrayOutputStream version = new ByteArrayOutputStream();
        CodedOutputStream event = CodedOutputStream.newInstance(version);
        event.writeDouble(WALL_TIME, time);
        event.writeString(FILE_VERSION, "brain.Event:2");
        event.flush();
        record(out, version.toByteArray());
        for (EpochRecord epoch : run.epochs()) {
            time += epoch.seconds();
            record(out, scalar(time, epoch.epoch(), "train/loss", epoch.trainLoss()));
            record(out, scalar(time, epoch.epoch(), "train/accuracy", epoch.trainAccuracy()));
            if (epoch.validationLoss().isPresent()) {
                record(
                        out,
                        scalar(
                                time,
                                epoch.epoch(),
                                "validation/loss",
                                epoch.validationLoss().get()));
            }
            if (epoch.validationAccuracy().isPresent()) {
                record(
                        out,
                        scalar(
                                time,
                                epoch.epoch(),
                                "validation/accuracy",
                                epoch.validationAccuracy().get()));
            }
        }
        double end = run.started().toEpochMilli() / 1e3 + run.seconds();
        for (var metric : run.metrics().entrySet()) {
            record(
                    out,
                    scalar(
                            end,
                            run.epochs().size(),
                            "result/" + metric.getKey().key(),
                            metric.getValue().value()));
        }
        return out.toByteArray();
    }

    private static byte[] scalar(double time, long step, String tag, double value) throws IOException {
        ByteArrayOutputStream valueBytes = new ByteArrayOutputStream();
        CodedOutputStream valueOut = CodedOutputStream.newInstance(valueBytes);
        valueOut.writeString(TAG, tag);
        valueOut.writeFloat(SIMPLE_VALUE, (float) value);
        valueOut.flush();
        ByteArrayOutputStream summaryBytes = new ByteArrayOutputStream();
        CodedOutputStream summaryOut = CodedOutputStream.newInstance(summaryBytes);
        summaryOut.writeByteArray(VALUE, valueBytes.toByteArray());
        summaryOut.flush();
        ByteArrayOutputStream eventBytes = new ByteArrayOutputStream();
        CodedOutputStream eventOut = CodedOutputStream.newInstance(eventBytes);
        eventOut.writeDouble(WALL_TIME, time);
        eventOut.writeInt64(STEP, step);
        eventOut.writeByteArray(SUMMARY, summaryBytes.toByteArray());
        eventOut.flush();
        return eventBytes.toByteArray();
    }

    private static void record(ByteArrayOutputStream out, byte[] data) throws IOException {
        byte[] length = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length)
                .array();
        out.write(length);
        out.write(maskedChecksum(length));
        out.write(data);
        out.write(maskedChecksum(data));
    }

    /** CRC-32C, rotated and shifted, so that the checksum of data that holds checksums stays a good one. */
    private static byte[] maskedChecksum(byte[] data) {
        CRC32C checksum = new CRC32C();
        checksum.update(data);
        int value = (int) checksum.getValue();
        int masked = (value >>> 15 | value << 17) + MASK_DELTA;
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(masked)
                .array();
    }
}
