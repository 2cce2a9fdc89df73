package org.bitscale.experiment.handover;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;
import org.bitscale.Sha256;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.ModelFile;
import org.bitscale.experiment.compare.FloatParent;
import org.bitscale.experiment.run.OpenWorkspace;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.StoredFile;
import org.bitscale.graph.op.OperatorTable;

/** Copies a run's network out of its workspace. */
public final class Handover {

    /** Tells what a network is and how it is used. */
    public static final String CARD = "MODEL_CARD.md";
    /** All that is known of the run. */
    public static final String RECORD = "run.json";
    /** Predicts a picture, in Python. */
    public static final String PYTHON = "predict.py";
    /** Predicts a picture, in Java. */
    public static final String JAVA = "Predict.java";

    private static final String DATA_FILE = Run.MODEL_FILE + ".data";

    private final OpenWorkspace workspace;
    private final Run run;

    /**
     * @param workspace that holds the run
     * @param run a finished one
     */
    public Handover(OpenWorkspace workspace, Run run) {
        this.workspace = workspace;
        this.run = run;
    }

    /** A name for the run's network, such as {@code model_w4a4.onnx}. */
    public static String fileName(Run run) {
        return folderName(run) + ".onnx";
    }

    /** A name for a folder with the run's network, such as {@code model_w4a4}. */
    public static String folderName(Run run) {
        String bits = run.trial()
                .plan()
                .map(plan -> "w%da%d%s"
                        .formatted(
                                plan.weightBits(),
                                plan.activationBits(),
                                plan.layers().isEmpty() ? "" : "_mixed"))
                .orElse("float32");
        return "model_" + bits.toLowerCase(Locale.ROOT);
    }

    /** How the network is fed and read. */
    public NetworkUse use() {
        return NetworkUse.of(ModelFile.read(FloatParent.exported(workspace.runs(), run), OperatorTable.standard()));
    }

    /** The card, with the network under some name. */
    public String card(String fileName) {
        return ModelCard.of(run, use(), fileName);
    }

    /**
     * Copies the network to a file, in place of what is there.
     *
     * @return what was written: the file, and its data beside it if it has some
     * @throws BadInputException if that would overwrite a float network or something of the workspace, or cannot be
     *     written
     */
    public List<Path> network(Path target) {
        Path file = target.toAbsolutePath().normalize();
        requireOurs(file);
        List<Path> written = new ArrayList<>();
        StoredFile data = run.files().get(DATA_FILE);
        if (data != null) {
            // The network names it so: under another name it would not be found.
            Path beside = file.resolveSibling(DATA_FILE);
            requireOurs(beside);
            copy(workspace.runs().path(data), beside);
            written.add(beside);
        }
        copy(FloatParent.exported(workspace.runs(), run), file);
        written.add(0, file);
        return written;
    }

    /**
     * Makes a folder with the network, its card, the run's record, and programs that use it.
     *
     * @param folder absent or empty
     * @return what was written
     * @throws BadInputException if there is something in the folder, or it cannot be written
     */
    public List<Path> folder(Path folder) {
        requireEmpty(folder);
        String name = fileName(run);
        NetworkUse use = use();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw DurableFile.failure(folder, e);
        }
        List<Path> written = new ArrayList<>(network(folder.resolve(name)));
        written.add(text(folder.resolve(CARD), ModelCard.of(run, use, name)));
        written.add(text(folder.resolve(RECORD), Json.writePretty(run)));
        written.add(text(folder.resolve(PYTHON), UsageCode.python(use, name)));
        written.add(text(folder.resolve(JAVA), UsageCode.java(use, name)));
        return written;
    }

    private void requireOurs(Path file) {
        if (file.startsWith(workspace.folder().toAbsolutePath().normalize().resolve("files"))) {
            throw new BadInputException(
                    "'%s' lies among the workspace's own files; choose another place".formatted(file));
        }
        boolean isFloat = file.equals(run.trial().model().toAbsolutePath().normalize())
                || Files.isRegularFile(file) && hash(file).equals(run.trial().modelHash());
        if (isFloat) {
            throw new BadInputException(
                    "'%s' is the float network that the run began with and would be lost; choose another name"
                            .formatted(file));
        }
    }

    private static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new BadInputException(
                    "'%s' cannot be read (%s); choose another name".formatted(file, DurableFile.reason(e)), e);
        }
    }

    private static void requireEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new BadInputException(
                    "A folder is expected, but '%s' is a file; choose another name".formatted(folder));
        }
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new BadInputException("'%s' holds something already; choose another place".formatted(folder));
            }
        } catch (IOException e) {
            throw new BadInputException(
                    "'%s' cannot be read (%s); choose another place".formatted(folder, DurableFile.reason(e)), e);
        }
    }

    private static void copy(Path from, Path to) {
        Path temporary = DurableFile.temporary(to.getParent());
        try {
            try (InputStream in = Files.newInputStream(from)) {
                DurableFile.copy(in, temporary);
                DurableFile.rename(temporary, to);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw DurableFile.failure(to, e);
        }
    }

    private static Path text(Path file, String content) {
        try {
            DurableFile.write(file.toAbsolutePath(), content.getBytes(StandardCharsets.UTF_8));
            return file;
        } catch (IOException e) {
            throw DurableFile.failure(file, e);
        }
    }
}
