package org.bitscale.experiment.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.bitscale.BadInputException;
import org.bitscale.eval.Interval;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.run.Annotation;
import org.bitscale.experiment.run.Environment;
import org.bitscale.experiment.run.EpochRecord;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Metric;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunRow;
import org.bitscale.experiment.run.Trial;
import org.bitscale.graph.quantize.Layout;
import org.bitscale.graph.quantize.PlanSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterchangeTest {

    @TempDir
    private Path folder;

    private static Run run() {
        Trial trial = new Trial(
                Path.of("m.onnx"),
                "aa",
                DataOptions.of("d"),
                "bb",
                Method.PTQ,
                Optional.of(PlanSettings.of(4, 8)),
                Optional.empty(),
                64,
                Layout.FAST,
                false);
        return new Run(
                "20260101-000000-abcdef",
                "widths",
                trial,
                trial.hash(),
                trial.groupHash(),
                Run.Status.FINISHED,
                Instant.ofEpochSecond(1_767_225_600),
                12,
                8,
                1,
                new Environment("1", "17", "Linux", "cpu", List.of("AVX2"), "cpu", 2, "2.7.1", "1.29.0"),
                Optional.empty(),
                Map.of(Measure.ACCURACY, new Metric(0.5, Optional.of(new Interval(0.25, 0.75)), 10)),
                List.of(new EpochRecord(1, 1.5, 0.25, 4), new EpochRecord(2, 0.75, 0.5, 4)),
                List.of(),
                Optional.of("cc"),
                Map.of(),
                Optional.empty());
    }

    private static RunRow row(Run run) {
        return new RunRow(
                run.id(),
                run.experiment(),
                run.trial().label(),
                run.trial().method(),
                run.trialHash(),
                run.groupHash(),
                0,
                run.status(),
                run.started(),
                run.seconds(),
                run.rerunOf(),
                run.metrics(),
                new Annotation(false, Set.of("good"), "worth it"));
    }

    @Test
    void eventFilesHoldCheckedRecords() throws IOException {
        Path file = TensorBoardEvents.write(run(), folder);
        assertThat(TensorBoardEvents.write(run(), folder)).isEqualTo(file);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<String> tags = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = new byte[Long.BYTES];
            bytes.get(length);
            assertThat(bytes.getInt()).isEqualTo(masked(length));
            byte[] event = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            bytes.get(event);
            assertThat(bytes.getInt()).isEqualTo(masked(event));
            tags.add(new String(event, StandardCharsets.ISO_8859_1));
            CodedInputStream message = CodedInputStream.newInstance(event);
            assertThat(message.readTag()).isEqualTo(1 << 3 | 1); // wall_time, a double
            assertThat(message.readDouble()).isGreaterThanOrEqualTo(1_767_225_600);
        }
        assertThat(tags).hasSize(6);
        assertThat(tags.get(0)).contains("brain.Event:2");
        assertThat(tags.get(3)).contains("train/loss");
        assertThat(tags.get(5)).contains("result/accuracy");
    }

    private static int masked(byte[] data) {
        CRC32C checksum = new CRC32C();
        checksum.update(data);
        return Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
    }

    @Test
    void runsAreSentToAnMlflowServerOnce() throws IOException {
        List<String> requests = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(path + " " + body);
            boolean known = requests.stream().anyMatch(request -> request.contains("runs/update"));
            String answer = path.endsWith("get-by-name")
                    ? "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\"}"
                    : path.endsWith("experiments/create")
                            ? "{\"experiment_id\": \"7\"}"
                            : path.endsWith("runs/create")
                                    ? "{\"run\": {\"info\": {\"run_id\": \"r1\"}}}"
                                    : path.endsWith("runs/search") && known ? "{\"runs\": [{}]}" : "{}";
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(path.endsWith("get-by-name") ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        String address = "http://localhost:" + server.getAddress().getPort();
        try {
            MlflowTracking tracking = new MlflowTracking(address);
            assertThat(tracking.send(run(), row(run()))).isTrue();
            assertThat(tracking.send(run(), row(run()))).isFalse();
        } finally {
            server.stop(0);
        }
        String all = String.join("\n", requests);
        assertThat(all)
                .contains("\"name\":\"widths\"")
                .contains("bitscale.run")
                .contains("\"key\":\"plan.weight_bits\"")
                .contains("\"key\":\"accuracy_low\"")
                .contains("\"key\":\"train_loss\"")
                .contains("worth it")
                .contains("FINISHED");
        assertThatThrownBy(() -> new MlflowTracking(address).send(run(), row(run())))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("cannot be reached");
        assertThatThrownBy(() -> new MlflowTracking("tracking")).hasMessageContaining("http://localhost:5000");
    }
}
