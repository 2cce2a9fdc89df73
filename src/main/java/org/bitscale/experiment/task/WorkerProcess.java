package org.bitscale.experiment.task;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bitscale.BadInputException;
import org.bitscale.engine.EngineSettings;
import org.bitscale.experiment.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker as its parent sees it: a process, the pipe to it, and when it was last heard of. */
final class WorkerProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final String MAIN_CLASS = "org.bitscale.app.Launcher";
    private static final long BURIAL_SECONDS = 1;
    private static final int LONGEST_LINE = 1 << 24;
    private static final Path NICE = Path.of("/usr/bin/nice");

    private final Process process;
    private final ScratchFolder scratch;
    private final Writer in;
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private volatile Consumer<String> log = line -> LOG.debug("worker: {}", line);
    private volatile long lastHeard = System.nanoTime();

    private WorkerProcess(Process process, ScratchFolder scratch) {
        this.process = process;
        this.scratch = scratch;
        this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts one; in its folder it leaves a report if the Java machine itself fails.
     *
     * @param readers threads that read its streams
     */
    static WorkerProcess start(WorkerSettings settings, ExecutorService readers) {
        EngineSettings engine = settings.engine();
        ScratchFolder scratch = ScratchFolder.take(Path.of(System.getProperty("java.io.tmpdir")));
        List<String> command = new ArrayList<>(makingWay(settings.niceness()));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + settings.heapMebibytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + settings.folder().resolve("java-error-%p.log"),
                "-Djava.io.tmpdir=" + scratch.path(),
                "-Djava.awt.headless=true",
                MAIN_CLASS,
                "worker",
                "--device",
                engine.device().name().toLowerCase(Locale.ROOT),
                "--threads",
                Integer.toString(engine.threads())));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(settings.folder().toFile());
        Map<String, String> environment = builder.environment();
        // By the environment: on the command line a long class path is known to bring ONNX Runtime down.
        environment.put("CLASSPATH", absoluteClassPath());
        environment.putIfAbsent("ORT_DISABLE_TELEMETRY", "1");
        environment.putIfAbsent("GOMP_SPINCOUNT", "3000");
        environment.putIfAbsent("OMP_NUM_THREADS", Integer.toString(engine.threads()));
        // glibc keeps large blocks instead of giving them back to the kernel after every operation.
        environment.putIfAbsent("MALLOC_MMAP_THRESHOLD_", "1073741824");
        environment.putIfAbsent("MALLOC_TRIM_THRESHOLD_", "4294967296");
        environment.putIfAbsent("MALLOC_TOP_PAD_", "268435456");
        try {
            WorkerProcess worker = new WorkerProcess(builder.start(), scratch);
            worker.listen(readers);
            return worker;
        } catch (IOException e) {
            scratch.close();
            throw new BadInputException("A worker process cannot be started: " + e.getMessage(), e);
        }
    }

    /** Linux and macOS lower a priority for anybody, but raise none again: so it is low from the start. */
    private static List<String> makingWay(int niceness) {
        return Files.isExecutable(NICE) ? List.of(NICE.toString(), "-n", Integer.toString(niceness)) : List.of();
    }

    private void listen(ExecutorService readers) {
        try {
            readers.submit(() -> readReplies(process.getInputStream()));
            readers.submit(() -> readLog(process.getErrorStream()));
        } catch (RejectedExecutionException e) {
            close(); // nobody will listen any more
            CancellationException cancelled = new CancellationException("closed");
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    /** The worker runs in another folder. */
    private static String absoluteClassPath() {
        List<String> parts = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(System.getProperty("path.separator"))) {
            parts.add(Path.of(part).toAbsolutePath().toString());
        }
        return String.join(System.getProperty("path.separator"), parts);
    }

    private void readReplies(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lastHeard = System.nanoTime();
                // Native libraries may write to standard output too: that is log, no reply.
                if (line.startsWith("{\"type\":") && line.length() < LONGEST_LINE) {
                    hear(line);
                } else {
                    log.accept(line);
                }
            }
        } catch (IOException e) {
            LOG.debug("a worker's pipe broke", e);
        }
    }

    private void hear(String line) {
        try {
            Reply reply = Json.read(line, Reply.class);
            if (!(reply instanceof Reply.Heartbeat)) {
                replies.add(reply);
            }
        } catch (BadInputException e) {
            log.accept(line);
        }
    }

    private void readLog(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.accept(line);
            }
        } catch (IOException e) {
            LOG.debug("a worker's log broke", e);
        }
    }

    /** Who hears what it logs from now on. */
    void logTo(Consumer<String> listener) {
        log = listener;
    }

    /** Asks it something; if it is gone, {@link #isAlive()} will tell. */
    void send(Request request) {
        try {
            in.write(Json.write(request));
            in.write('\n');
            in.flush();
        } catch (IOException e) {
            LOG.debug("a worker is gone", e);
        }
    }

    /** Its next reply, heartbeats left out; empty if none came in time. */
    Optional<Reply> poll(long milliseconds) throws InterruptedException {
        return Optional.ofNullable(replies.poll(milliseconds, TimeUnit.MILLISECONDS));
    }

    /** Time since its last sign of life. */
    long silentNanos() {
        return System.nanoTime() - lastHeard;
    }

    boolean isAlive() {
        return process.isAlive() || !replies.isEmpty();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** In words, how it died. */
    String death() {
        int code = process.exitValue();
        String why =
                switch (code) {
                    case 3 -> "it ran out of Java memory";
                    case 134 -> "it was aborted by a native library (signal 6)";
                    case 137 -> "it was killed (signal 9), as the system does when memory runs out";
                    case 139 -> "a native library accessed memory it must not (signal 11)";
                    case 143 -> "it was ended from outside (signal 15)";
                    default -> "it ended by itself";
                };
        return "The worker process died: %s; exit code %d".formatted(why, code);
    }

    /** Kills it; closing again does nothing. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            in.close();
        } catch (IOException e) {
            LOG.debug("a worker's pipe was broken already", e);
        }
        // Not to be interrupted: it is as good as gone, and writes nothing more then.
        process.onExit()
                .completeOnTimeout(process, BURIAL_SECONDS, TimeUnit.SECONDS)
                .join();
        scratch.close();
    }
}
