package org.bitscale.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bitscale.BadInputException;
import org.bitscale.eval.Median;

/**
 * How long ONNX Runtime takes for several files that take turns, a run each, so that what else goes on in the computer
 * meets all of them.
 *
 * @param latencies by file
 * @param toLast median of what a run took of the last file's run in the same round, by file
 */
public record LatencyRace(List<Latency> latencies, List<Median> toLast) {

    private static final int WARM_UP = 20;
    private static final int FEWEST = 30;
    private static final int MOST = 5000;

    /**
     * Times some files on random input after a warm-up. Meaningful on an idle machine only.
     *
     * @param threads of one operation
     * @param batch examples a run
     * @param seconds how long for each file
     * @throws BadInputException if a file cannot be run, or not with so many examples at a time
     */
    public static LatencyRace of(List<Path> models, int threads, int batch, double seconds) {
        List<OnnxSession> sessions = new ArrayList<>();
        try {
            models.forEach(model -> sessions.add(OnnxSession.open(model, new SessionSettings(threads, true))));
            return of(timed(sessions, batch, seconds * models.size()));
        } finally {
            sessions.forEach(OnnxSession::close);
        }
    }

    /** Milliseconds by round and session; who begins changes with the round. */
    private static List<double[]> timed(List<OnnxSession> sessions, int batch, double seconds) {
        List<Map<String, TensorValue>> inputs = sessions.stream()
                .map(session -> RandomInputs.of(session, batch))
                .toList();
        for (int i = 0; i < WARM_UP * sessions.size(); i++) {
            sessions.get(i % sessions.size()).run(inputs.get(i % sessions.size()));
        }
        List<double[]> rounds = new ArrayList<>();
        long start = System.nanoTime();
        while (rounds.size() < FEWEST || rounds.size() < MOST && System.nanoTime() - start < seconds * 1e9) {
            double[] times = new double[sessions.size()];
            for (int i = 0; i < times.length; i++) {
                int turn = (rounds.size() + i) % times.length;
                long before = System.nanoTime();
                sessions.get(turn).run(inputs.get(turn));
                times[turn] = (System.nanoTime() - before) / 1e6;
            }
            rounds.add(times);
        }
        return rounds;
    }

    private static LatencyRace of(List<double[]> rounds) {
        int last = rounds.get(0).length - 1;
        return new LatencyRace(
                IntStream.rangeClosed(0, last)
                        .mapToObj(file -> Latency.of(rounds.stream()
                                .mapToDouble(round -> round[file])
                                .toArray()))
                        .toList(),
                IntStream.rangeClosed(0, last)
                        .mapToObj(file -> Median.of(rounds.stream()
                                .mapToDouble(round -> round[file] / round[last])
                                .toArray()))
                        .toList());
    }
}
