package org.bitscale.deploy;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An ONNX file loaded in ONNX Runtime on the CPU.
 *
 * <p>One caller at a time: runs on several threads wait for each other, since the inputs' native memory is kept between
 * runs. A native crash is possible with any file that ONNX Runtime has not seen before, so use this in a worker
 * process.
 */
public final class OnnxSession implements AutoCloseable {
    private final Path model;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final List<TensorSignature> inputs;
    private final List<TensorSignature> outputs;
    private final DirectBuffers buffers = new DirectBuffers();
    private boolean closed;

    private OnnxSession(Path model, OrtEnvironment environment, OrtSession session) throws OrtException {
        this.model = model;
        this.environment = environment;
        this.session = session;
        this.inputs = signatures(session.getInputInfo());
        this.outputs = signatures(session.getOutputInfo());
    }

    /**
     * Loads a file. Weights in external files beside it are found.
     *
     * @param model the ONNX file
     * @param settings how to run it
     * @throws OnnxRuntimeException if there is no such file, or ONNX Runtime refuses it; the message has its reason
     */
    public static OnnxSession open(Path model, SessionSettings settings) {
        return open(model, settings, Optional.empty());
    }

    /**
     * Loads a file to find out what each of its nodes takes.
     *
     * @param profile beginning of the path of the file that {@link #endProfiling} completes
     * @throws OnnxRuntimeException as {@link #open(Path, SessionSettings)}
     */
    static OnnxSession openProfiled(Path model, SessionSettings settings, Path profile) {
        return open(model, settings, Optional.of(profile));
    }

    private static OnnxSession open(Path model, SessionSettings settings, Optional<Path> profile) {
        if (!Files.isRegularFile(model)) {
            throw new OnnxRuntimeException("there is no model file " + model);
        }
        OrtEnvironment environment = environment();
        try (SessionOptions options = settings.options()) {
            if (profile.isPresent()) {
                options.enableProfiling(profile.get().toString());
            }
            environment.setTelemetry(false);
            OrtSession session = environment.createSession(model.toString(), options);
            try {
                return new OnnxSession(model, environment, session);
            } catch (OrtException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new OnnxRuntimeException("ONNX Runtime refuses " + model, e);
        }
    }

    /** Ends what {@link #openProfiled} began; gives the file with what was recorded. */
    synchronized Path endProfiling() {
        try {
            return Path.of(session.endProfiling());
        } catch (OrtException e) {
            throw new OnnxRuntimeException("ONNX Runtime failed to write what it recorded of " + model, e);
        }
    }

    /** The version of ONNX Runtime, for example {@code "1.29.0"}. */
    public static String runtimeVersion() {
        return environment().getVersion();
    }

    /** ONNX Runtime's one environment of this process. */
    private static OrtEnvironment environment() {
        Telemetry.disable();
        return OrtEnvironment.getEnvironment();
    }

    /** The model's inputs, in its order. */
    public List<TensorSignature> inputs() {
        return inputs;
    }

    /** The model's outputs, in its order. */
    public List<TensorSignature> outputs() {
        return outputs;
    }

    /**
     * Runs the model once.
     *
     * @param values one value per input, by name
     * @return one value per output, by name, in the model's order, on the Java heap
     * @throws IllegalArgumentException if an input is missing, unknown, or of another type or shape than the model
     *     expects
     * @throws OnnxRuntimeException if ONNX Runtime fails, or an output has a type that is not among {@link ElementType}
     * @throws IllegalStateException if the session is closed
     */
    public synchronized Map<String, TensorValue> run(Map<String, TensorValue> values) {
        if (closed) {
            throw new IllegalStateException("the session of " + model + " is closed");
        }
        check(values);
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (TensorSignature input : inputs) {
                TensorValue value = values.get(input.name());
                tensors.put(input.name(), tensor(value, buffers.of(input.name(), value)));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                return taken(result);
            }
        } catch (OrtException e) {
            throw new OnnxRuntimeException("ONNX Runtime failed to run " + model, e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    /**
     * Runs a model of one input on a batch of rows and returns its first output. A model whose batch is fixed gets the
     * rows in portions of that size, so with a batch of 1 one by one; the last portion is filled up with copies of the
     * last row, whose results are dropped.
     *
     * @param batch the input, row-major
     * @param shape its dimensions, rows first; at least one row
     * @return the first output, row-major, with as many rows
     * @throws IllegalArgumentException if the model has more inputs than one, or the batch does not fit it
     * @throws OnnxRuntimeException if ONNX Runtime fails, or the first output is not of FLOAT or not one result per row
     * @throws IllegalStateException if the session is closed
     */
    public float[] logits(float[] batch, long[] shape) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException(
                    "expected a model of one input, but %s has %d".formatted(model, inputs.size()));
        }
        TensorSignature input = inputs.get(0);
        if (shape.length == 0 || shape[0] < 1 || batch.length % shape[0] != 0) {
            throw new IllegalArgumentException("expected a batch of at least one row, but came %d values of shape %s"
                    .formatted(batch.length, Arrays.toString(shape)));
        }
        int rows = Math.toIntExact(shape[0]);
        long fixed = input.shape().isEmpty() ? -1 : input.shape().get(0);
        if (fixed < 1 || fixed == rows) {
            return portion(batch, shape, rows);
        }
        return portions(batch, shape, rows, Math.toIntExact(fixed));
    }

    private float[] portions(float[] batch, long[] shape, int rows, int portionRows) {
        int rowLength = batch.length / rows;
        long[] portionShape = shape.clone();
        portionShape[0] = portionRows;
        float[] portion = new float[portionRows * rowLength];
        float[] result = new float[0];
        for (int start = 0; start < rows; start += portionRows) {
            int used = Math.min(portionRows, rows - start);
            for (int i = 0; i < portionRows; i++) {
                int row = start + Math.min(i, used - 1);
                System.arraycopy(batch, row * rowLength, portion, i * rowLength, rowLength);
            }
            float[] output = portion(portion, portionShape, portionRows);
            int outputLength = output.length / portionRows;
            if (start == 0) {
                result = new float[Math.multiplyExact(rows, outputLength)];
            }
            System.arraycopy(output, 0, result, start * outputLength, used * outputLength);
        }
        return result;
    }

    private float[] portion(float[] rows, long[] shape, int count) {
        TensorValue output = run(Map.of(inputs.get(0).name(), TensorValue.floats(rows, shape)))
                .get(outputs.get(0).name());
        if (output.type() != ElementType.FLOAT) {
            throw new OnnxRuntimeException("expected logits of FLOAT from %s, but output '%s' holds %s"
                    .formatted(model, outputs.get(0).name(), output.type()));
        }
        if (output.elements() % count != 0) {
            throw new OnnxRuntimeException("expected one result per row from %s, but %d rows gave %d values"
                    .formatted(model, count, output.elements()));
        }
        return ((FloatBuffer) output.data()).array();
    }

    private void check(Map<String, TensorValue> values) {
        List<String> names = inputs.stream().map(TensorSignature::name).toList();
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("%s has no input '%s'; it has %s".formatted(model, name, names));
            }
        }
        for (TensorSignature input : inputs) {
            TensorValue value = values.get(input.name());
            if (value == null) {
                throw new IllegalArgumentException(
                        "input '%s' of %s is missing; given were %s".formatted(input.name(), model, values.keySet()));
            }
            if (value.type() != input.type()) {
                throw new IllegalArgumentException("input '%s' of %s expects %s, but came %s"
                        .formatted(input.name(), model, input.type(), value.type()));
            }
            if (!input.accepts(value.shape())) {
                throw new IllegalArgumentException("input '%s' of %s expects shape %s (-1: any), but came %s"
                        .formatted(input.name(), model, input.shape(), Arrays.toString(value.shape())));
            }
        }
    }

    private OnnxTensor tensor(TensorValue value, Buffer direct) throws OrtException {
        if (direct instanceof FloatBuffer floats) {
            return OnnxTensor.createTensor(environment, floats, value.shape());
        }
        if (direct instanceof LongBuffer longs) {
            return OnnxTensor.createTensor(environment, longs, value.shape());
        }
        if (direct instanceof IntBuffer ints) {
            return OnnxTensor.createTensor(environment, ints, value.shape());
        }
        return OnnxTensor.createTensor(
                environment, (ByteBuffer) direct, value.shape(), value.type().javaType());
    }

    private Map<String, TensorValue> taken(OrtSession.Result result) {
        Map<String, TensorValue> values = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> entry : result) {
            values.put(entry.getKey(), taken(entry.getKey(), entry.getValue()));
        }
        return values;
    }

    /** A copy on the heap; ONNX Runtime's own getters make it. */
    private TensorValue taken(String name, OnnxValue value) {
        ElementType type =
                value instanceof OnnxTensor tensor ? ElementType.of(tensor.getInfo().type) : ElementType.OTHER;
        if (type == ElementType.OTHER) {
            throw new OnnxRuntimeException(
                    "output '%s' of %s has a type that cannot be taken: %s".formatted(name, model, value.getInfo()));
        }
        OnnxTensor tensor = (OnnxTensor) value;
        Buffer data =
                switch (type) {
                    case FLOAT -> tensor.getFloatBuffer();
                    case INT64 -> tensor.getLongBuffer();
                    case INT32 -> tensor.getIntBuffer();
                    default -> tensor.getByteBuffer();
                };
        return new TensorValue(type, tensor.getInfo().getShape(), data);
    }

    private static List<TensorSignature> signatures(Map<String, NodeInfo> infos) {
        List<TensorSignature> result = new ArrayList<>();
        for (NodeInfo node : infos.values()) {
            result.add(
                    node.getInfo() instanceof TensorInfo tensor
                            ? new TensorSignature(
                                    node.getName(),
                                    ElementType.of(tensor.type),
                                    Arrays.stream(tensor.getShape()).boxed().toList())
                            : new TensorSignature(node.getName(), ElementType.OTHER, List.of()));
        }
        return List.copyOf(result);
    }

    /** Gives the session's native memory back; closing again does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            session.close();
        } catch (OrtException e) {
            throw new OnnxRuntimeException("ONNX Runtime failed to close " + model, e);
        }
    }
}
