package org.bitscale.deploy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.bitscale.BadInputException;

/** Something to run a file on where only the time matters. */
final class RandomInputs {

    private RandomInputs() {}

    /**
     * Values from 0 to 1 for every input of a session, always the same.
     *
     * @param batch size of the first axis, where the file leaves it open
     * @throws BadInputException if the file takes another number of examples at a time
     */
    static Map<String, TensorValue> of(OnnxSession session, int batch) {
        SplittableRandom random = new SplittableRandom(0);
        Map<String, TensorValue> values = new LinkedHashMap<>();
        for (TensorSignature signature : session.inputs()) {
            long[] shape = signature.shape().stream()
                    .mapToLong(size -> size > 0 ? size : 1)
                    .toArray();
            if (shape.length > 0) {
                shape[0] = batchOf(signature, batch);
            }
            float[] data = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
            for (int i = 0; i < data.length; i++) {
                data[i] = (float) random.nextDouble();
            }
            values.put(signature.name(), TensorValue.floats(data, shape));
        }
        return values;
    }

    private static long batchOf(TensorSignature signature, int batch) {
        long fixed = signature.shape().get(0);
        if (batch < 1 || fixed > 0 && fixed != batch) {
            throw new BadInputException("Input '%s' takes %s at a time, but a batch of %d was asked for"
                    .formatted(
                            signature.name(),
                            fixed > 0 ? "exactly " + fixed + " examples" : "at least 1 example",
                            batch));
        }
        return fixed > 0 ? fixed : batch;
    }
}
