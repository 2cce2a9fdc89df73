package org.bitscale.experiment.interchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.bitscale.BadInputException;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.run.EpochRecord;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunRow;

/**
 * Sends runs to an MLflow tracking server (REST API 2.0): parameters, measures with their intervals, curves by epoch, and
 * tags. A run that is there already, known by the tag {@value #ID_TAG}, is not sent again.
 */
public final class MlflowTracking {

    /** Tag that holds a run's id. */
    static final String ID_TAG = "bitscale.run";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;
    private static final int MOST_PARAMETERS = 100;
    private static final int MOST_METRICS = 1000;
    private static final int LONGEST_PARAMETER = 500;

    private final URI server;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Map<String, String> experiments = new HashMap<>();

    /**
     * @param server such as {@code http://localhost:5000}
     * @throws BadInputException if this is no address of a web server
     */
    public MlflowTracking(String server) {
        try {
            this.server = URI.create(server.endsWith("/") ? server : server + "/");
        } catch (IllegalArgumentException e) {
            throw wrongAddress(server);
        }
        String scheme = this.server.getScheme();
        if (this.server.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw wrongAddress(server);
        }
    }

    private static BadInputException wrongAddress(String server) {
        return new BadInputException(
                "An MLflow server like http://localhost:5000 is expected, but '%s' came".formatted(server));
    }

    /**
     * Sends a run.
     *
     * @return whether it was sent; false if it was there
     * @throws BadInputException if the server cannot be reached or refuses
     */
    public boolean send(Run run, RunRow row) {
        String experiment = experiments.computeIfAbsent(run.experiment(), this::experiment);
        if (isThere(experiment, run.id())) {
            return false;
        }
        String id = create(experiment, run, row);
        logParameters(id, run);
        logMetrics(id, run);
        post(
                "runs/update",
                Map.of(
                        "run_id",
                        id,
                        "status",
                        run.status() == Run.Status.FINISHED ? "FINISHED" : "FAILED",
                        "end_time",
                        end(run)));
        return true;
    }

    private String experiment(String name) {
        String query = "experiments/get-by-name?experiment_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        HttpResponse<String> found = send(request(query).GET().build());
        if (found.statusCode() == NOT_FOUND) {
            return post("experiments/create", Map.of("name", name))
                    .get("experiment_id")
                    .asText();
        }
        return answer(found).at("/experiment/experiment_id").asText();
    }

    private boolean isThere(String experiment, String id) {
        Map<String, Object> search = Map.of(
                "experiment_ids",
                List.of(experiment),
                "filter",
                "tags.`%s` = '%s'".formatted(ID_TAG, id),
                "max_results",
                1);
        return !post("runs/search", search).path("runs").isEmpty();
    }

    private String create(String experiment, Run run, RunRow row) {
        List<Map<String, String>> tags = new ArrayList<>();
        tags.add(tag(ID_TAG, run.id()));
        tags.add(tag("mlflow.runName", "%s seed %d".formatted(row.label(), row.seed())));
        tags.add(tag("bitscale.trial", run.trialHash()));
        run.weightsHash().ifPresent(hash -> tags.add(tag("bitscale.weights_sha256", hash)));
        run.rerunOf().ifPresent(original -> tags.add(tag("bitscale.rerun_of", original)));
        run.failure().ifPresent(failure -> tags.add(tag("bitscale.failure", failure)));
        row.annotation().tags().forEach(word -> tags.add(tag("bitscale.tag." + word, "true")));
        if (!row.annotation().note().isEmpty()) {
            tags.add(tag("mlflow.note.content", row.annotation().note()));
        }
        Map<String, Object> body =
                Map.of("experiment_id", experiment, "start_time", run.started().toEpochMilli(), "tags", tags);
        return post("runs/create", body).at("/run/info/run_id").asText();
    }

    private void logParameters(String id, Run run) {
        List<Map<String, String>> parameters = new ArrayList<>();
        RunParameters.of(run).forEach((name, value) -> {
            String shortened = value.length() <= LONGEST_PARAMETER ? value : value.substring(0, LONGEST_PARAMETER);
            parameters.add(tag(allowed(name), shortened));
        });
        for (int from = 0; from < parameters.size(); from += MOST_PARAMETERS) {
            int to = Math.min(parameters.size(), from + MOST_PARAMETERS);
            post("runs/log-batch", Map.of("run_id", id, "params", parameters.subList(from, to)));
        }
    }

    private void logMetrics(String id, Run run) {
        List<Map<String, Object>> metrics = new ArrayList<>();
        long time = run.started().toEpochMilli();
        for (EpochRecord epoch : run.epochs()) {
            time += (long) (1000 * epoch.seconds());
            metrics.add(metric("train_loss", epoch.trainLoss(), time, epoch.epoch()));
            metrics.add(metric("train_accuracy", epoch.trainAccuracy(), time, epoch.epoch()));
        }
        int last = run.epochs().size();
        run.metrics().forEach((measure, metric) -> {
            metrics.add(metric(measure.key(), metric.value(), end(run), last));
            metric.interval().ifPresent(interval -> {
                metrics.add(metric(measure.key() + "_low", interval.low(), end(run), last));
                metrics.add(metric(measure.key() + "_high", interval.high(), end(run), last));
            });
        });
        for (int from = 0; from < metrics.size(); from += MOST_METRICS) {
            int to = Math.min(metrics.size(), from + MOST_METRICS);
            post("runs/log-batch", Map.of("run_id", id, "metrics", metrics.subList(from, to)));
        }
    }

    private static long end(Run run) {
        return run.started().toEpochMilli() + (long) (1000 * run.seconds());
    }

    private static Map<String, String> tag(String key, String value) {
        return Map.of("key", key, "value", value);
    }

    private static Map<String, Object> metric(String key, double value, long time, long step) {
        return Map.of("key", key, "value", value, "timestamp", time, "step", step);
    }

    /** MLflow's names hold letters, digits, and a few signs. */
    private static String allowed(String name) {
        return name.replaceAll("[^A-Za-z0-9_\\-. :/]", "_");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve("api/2.0/mlflow/" + path)).timeout(PATIENCE);
    }

    private JsonNode post(String path, Map<String, Object> body) {
        return answer(send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                .build()));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new BadInputException(
                    "The MLflow server %s cannot be reached (%s); check the address, and that it runs"
                            .formatted(server, e.getClass().getSimpleName()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    private JsonNode answer(HttpResponse<String> response) {
        if (response.statusCode() != OK) {
            String said = response.body().strip().replaceAll("\\s+", " ");
            throw new BadInputException("The MLflow server %s refused %s with status %d: %.300s"
                    .formatted(server, response.request().uri().getPath(), response.statusCode(), said));
        }
        return Json.parse(response.body());
    }
}
