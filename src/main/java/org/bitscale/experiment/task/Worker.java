package org.bitscale.experiment.task;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bitscale.BadInputException;
import org.bitscale.deploy.Latency;
import org.bitscale.experiment.Describe;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.StepSpeed;
import org.bitscale.experiment.Workbench;
import org.bitscale.experiment.run.Metric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other end of the pipe: does what it is asked, one thing at a time, until its input ends. */
public final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long HEARTBEAT_SECONDS = 1;
    private static final int LATENCY_THREADS = 1;

    private final Workbench workbench;
    private final PrintWriter out;
    private final WorkerProgress progress = new WorkerProgress(this::say);

    /**
     * @param workbench what to compute with; belongs to the worker from here on
     * @param out where replies go
     */
    public Worker(Workbench workbench, PrintWriter out) {
        this.workbench = workbench;
        this.out = out;
    }

    /** Serves requests; returns when {@code in} ends. What is still being computed then is of no use to anybody. */
    public void serve(InputStream in) {
        ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
        ExecutorService work = Executors.newSingleThreadExecutor();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            heart.scheduleAtFixedRate(
                    () -> say(new Reply.Heartbeat()), HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
            work.submit(this::sayReady);
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                hear(Json.read(line, Request.class), work);
            }
        } catch (IOException e) {
            LOG.debug("the parent is gone", e);
        } finally {
            heart.shutdownNow();
            work.shutdownNow();
        }
    }

    private void hear(Request request, ExecutorService work) {
        if (request instanceof Request.Cancel) {
            progress.cancel();
        } else if (request instanceof Request.Pause) {
            progress.pause();
        } else if (request instanceof Request.Resume) {
            progress.resume();
        } else {
            progress.reset();
            work.submit(() -> answer(request));
        }
    }

    private void sayReady() {
        try {
            say(new Reply.Ready(ProcessHandle.current().pid(), Environments.of(workbench)));
        } catch (RuntimeException e) {
            LOG.error("The worker cannot start", e);
            say(new Reply.Failed(Reply.Kind.BAD_INPUT, oneLine(e)));
        }
    }

    private void answer(Request request) {
        try {
            say(reply(request));
        } catch (CancellationException e) {
            say(new Reply.Failed(Reply.Kind.CANCELLED, "cancelled"));
        } catch (BadInputException e) {
            LOG.warn("{}", e.getMessage());
            say(new Reply.Failed(Reply.Kind.BAD_INPUT, oneLine(e)));
        } catch (RuntimeException e) {
            LOG.error("The worker failed", e);
            say(new Reply.Failed(Reply.Kind.FAILURE, e.getClass().getSimpleName() + ": " + oneLine(e)));
        }
    }

    private Reply reply(Request request) {
        if (request instanceof Request.RunTrial run) {
            return new Reply.Finished(
                    new TrialExecution(workbench, epoch -> say(new Reply.EpochDone(epoch)), progress).run(run.task()));
        }
        if (request instanceof Request.Describe describe) {
            return new Reply.Described(new Describe(workbench).run(describe.model(), describe.data()));
        }
        if (request instanceof Request.MeasureSpeed measure) {
            return new Reply.SpeedMeasured(new StepSpeed(workbench)
                    .run(measure.model(), measure.data(), measure.batchSize(), measure.seconds()));
        }
        if (request instanceof Request.MeasureLatency measure) {
            Latency latency = Latency.measure(measure.model(), LATENCY_THREADS);
            return new Reply.LatencyMeasured(
                    new Metric(latency.median(), Optional.of(latency.interval()), latency.runs()));
        }
        if (request instanceof Request.Question question) {
            return new Answers(workbench, progress).of(question);
        }
        throw new IllegalArgumentException("this is no work: " + request);
    }

    private void say(Reply reply) {
        String line = Json.write(reply);
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    private static String oneLine(Exception e) {
        return e.getMessage() == null ? "" : e.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
