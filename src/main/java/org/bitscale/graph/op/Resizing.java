package org.bitscale.graph.op;

import static org.bitscale.graph.op.TorchText.call;
import static org.bitscale.graph.op.TorchText.list;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bitscale.BadInputException;
import org.bitscale.graph.Attributes;
import org.bitscale.graph.Dim;
import org.bitscale.graph.Node;
import org.bitscale.graph.Shape;
import org.bitscale.graph.Tensor;
import org.bitscale.graph.TensorType;

/** Operators that change the resolution of pictures. */
final class Resizing {

    private Resizing() {}

    /** The operators of this family. */
    static List<Operator> all() {
        return List.of(new Resize(), new Upsample(), new DepthToSpace(), new SpaceToDepth());
    }

    /**
     * Interpolates along axes by constant scales or to constant sizes (Resize-19; Resize-10 has no region of interest).
     * Canonical form: sizes that copy the input's are left out.
     *
     * <p>With {@code align_corners} and a scale that gives no whole size, ONNX's reference and tests take the exact size
     * and ONNX Runtime the rounded one; here ONNX's tests hold.
     */
    private static final class Resize implements Operator {
        private static final int ROI = 1;
        private static final int SCALES = 2;
        private static final int SIZES = 3;

        @Override
        public String type() {
            return "Resize";
        }

        @Override
        public List<Node> canonical(Node node, int opset, Canon canon) {
            if (opset < 11) {
                float[] scales = canon.facts()
                        .constant(node, 1)
                        .orElseThrow(() -> new BadInputException(node.describe() + ": its scales must be constant"))
                        .floats();
                boolean shrinks = false;
                for (float scale : scales) {
                    shrinks |= scale < 1;
                }
                return List.of(node.withInputs(List.of(node.input(0), "", node.input(1)))
                        .withAttributes(node.attributes()
                                .with("coordinate_transformation_mode", "asymmetric")
                                .with("nearest_mode", shrinks ? "ceil" : "floor")));
            }
            boolean sizesDepend = isGiven(node, SIZES, canon.facts())
                    && canon.facts().constant(node, SIZES).isEmpty();
            return List.of(sizesDepend ? withConstantSizes(node, canon) : node);
        }

        /** Sizes that copy the input's, symbolic ones too, are left out; the others are constants then. */
        private static Node withConstantSizes(Node node, Canon canon) {
            Shape shape = canon.facts().shape(node, 0);
            List<Dim> sizes = canon.facts()
                    .sizes(node, SIZES)
                    .orElseThrow(
                            () -> new BadInputException("%s: its sizes come from tensor '%s', which depends on the "
                                            .formatted(node.describe(), node.input(SIZES))
                                    + "data; they must be constant"));
            int[] axes = axes(node, shape);
            List<Long> changed = new ArrayList<>();
            List<Long> wanted = new ArrayList<>();
            for (int i = 0; i < axes.length && i < sizes.size(); i++) {
                if (!sizes.get(i).equals(shape.dim(axes[i]))) {
                    if (!sizes.get(i).isKnown()) {
                        throw new BadInputException("%s: cannot resize axis %d of %s to %s"
                                .formatted(node.describe(), axes[i], shape, sizes.get(i)));
                    }
                    changed.add((long) axes[i]);
                    wanted.add(sizes.get(i).size());
                }
            }
            if (changed.isEmpty()) {
                return Node.of(node.name(), "Identity", List.of(node.input(0)), node.output());
            }
            String name = canon.constant(
                    node.name() + "_sizes",
                    Tensor.ofLongVector(
                            wanted.stream().mapToLong(Long::longValue).toArray()));
            return node.withInput(SIZES, name)
                    .withAttributes(node.attributes()
                            .with(
                                    "axes",
                                    changed.stream().mapToLong(Long::longValue).toArray()));
        }

        /** Exporters give an empty tensor for what is not given. */
        private static boolean isGiven(Node node, int index, Facts facts) {
            return node.hasInput(index) && !facts.shape(node, index).elements().equals(Optional.of(Dim.of(0)));
        }

        private static int[] axes(Node node, Shape shape) {
            return Arrays.stream(node.attributes()
                            .integers("axes")
                            .orElse(LongStream.range(0, shape.rank()).toArray()))
                    .mapToInt(axis -> Facts.axis(node, axis, shape.rank()))
                    .toArray();
        }

        /** How each axis is resized; null where it is not. */
        private static Interpolation.Axis[] resized(Node node, Facts facts) {
            Shape shape = facts.shape(node, 0);
            int[] axes = axes(node, shape);
            double[] scales = new double[axes.length];
            long[] sizes = new long[axes.length];
            boolean bySizes = isGiven(node, SIZES, facts);
            if (bySizes) {
                sizes = facts.integers(node, SIZES, "sizes");
            } else {
                float[] given = facts.constant(node, SCALES)
                        .orElseThrow(() -> new BadInputException(
                                node.describe() + ": expected constant scales or sizes, but none came"))
                        .floats();
                scales = new double[given.length];
                for (int i = 0; i < given.length; i++) {
                    scales[i] = given[i];
                }
            }
            if (sizes.length != axes.length || scales.length != axes.length) {
                throw new BadInputException("%s: %d scales or sizes do not fit %d axes"
                        .formatted(node.describe(), bySizes ? sizes.length : scales.length, axes.length));
            }
            if (bySizes) {
                scales = scales(node, shape, axes, sizes);
            }
            float[] roi = node.attributes()
                            .text("coordinate_transformation_mode", "half_pixel")
                            .equals("tf_crop_and_resize")
                    ? facts.constant(node, ROI)
                            .map(Tensor::floats)
                            .filter(values -> values.length == 2 * axes.length)
                            .orElseThrow(() -> new BadInputException(
                                    node.describe() + ": expected a constant region of interest of 2 numbers an axis"))
                    : null;
            Interpolation.Axis[] result = new Interpolation.Axis[shape.rank()];
            for (int i = 0; i < axes.length; i++) {
                Dim dim = shape.dim(axes[i]);
                boolean changes = scales[i] != 1 || roi != null && (roi[i] != 0 || roi[axes.length + i] != 1);
                if (!changes) {
                    continue;
                }
                int in = Math.toIntExact(Facts.size(node, shape, axes[i]));
                boolean stretches = node.attributes()
                        .text("keep_aspect_ratio_policy", "stretch")
                        .equals("stretch");
                double exact = scales[i] * in;
                long out = bySizes ? stretches ? sizes[i] : (long) Math.floor(exact + 0.5) : (long) Math.floor(exact);
                if (!(scales[i] > 0) || out < 1 || out > Integer.MAX_VALUE || in < 1) {
                    throw new BadInputException("%s: cannot resize axis %d of %s by %s"
                            .formatted(node.describe(), axes[i], shape, scales[i]));
                }
                result[axes[i]] = new Interpolation.Axis(
                        in, (int) out, scales[i], roi == null ? 0 : roi[i], roi == null ? 1 : roi[axes.length + i]);
                if (dim.size() * out > Folding.LARGEST) {
                    throw new BadInputException("%s: resizing axis %d of %s to %d is too large"
                            .formatted(node.describe(), axes[i], shape, out));
                }
            }
            return result;
        }

        /** Output per input size of each axis, under the policy on the aspect ratio. */
        private static double[] scales(Node node, Shape shape, int[] axes, long[] sizes) {
            double[] scales = new double[axes.length];
            for (int i = 0; i < axes.length; i++) {
                Dim dim = shape.dim(axes[i]);
                boolean open = !dim.isKnown() && sizes[i] == 1;
                scales[i] = open ? 1 : (double) sizes[i] / Facts.size(node, shape, axes[i]);
            }
            String policy = node.attributes().text("keep_aspect_ratio_policy", "stretch");
            if (!policy.equals("stretch")) {
                boolean larger = policy.equals("not_smaller");
                if (!larger && !policy.equals("not_larger")) {
                    throw new BadInputException(
                            "%s: keep_aspect_ratio_policy '%s' is unknown".formatted(node.describe(), policy));
                }
                double one = larger
                        ? Arrays.stream(scales).max().orElse(1)
                        : Arrays.stream(scales).min().orElse(1);
                Arrays.fill(scales, one);
            }
            return scales;
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            TensorType x = facts.type(node, 0);
            Interpolation.Axis[] resized = resized(node, facts);
            List<Dim> dims = new ArrayList<>(x.shape().dims());
            for (int i = 0; i < resized.length; i++) {
                if (resized[i] != null) {
                    Interpolation.of(node, resized[i]);
                    dims.set(i, Dim.of(resized[i].out()));
                }
            }
            return List.of(new TensorType(x.type(), new Shape(dims)));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            Interpolation.Axis[] resized = resized(node, text.facts());
            Optional<String> native2d = ofTorch(node, text, resized);
            if (native2d.isPresent()) {
                return List.of(native2d.get());
            }
            String result = text.in(0);
            for (int axis = 0; axis < resized.length; axis++) {
                if (resized[axis] != null) {
                    result = text.let(along(node, text, resized, axis, result));
                }
            }
            return List.of(result);
        }

        private static String along(Node node, TorchText text, Interpolation.Axis[] resized, int axis, String x) {
            Interpolation weights = Interpolation.of(node, resized[axis]);
            int[] picks = weights.picks();
            if (picks != null) {
                double[] indices = Arrays.stream(picks).asDoubleStream().toArray();
                String literal = TorchText.constant(indices, text.in(0), picks.length);
                return call("index_select", x, Integer.toString(axis), TorchText.index(literal));
            }
            int in = resized[axis].in();
            int out = resized[axis].out();
            String last = Integer.toString(resized.length - 1);
            String matrix = TorchText.constant(weights.matrix(in), text.in(0), in, out);
            String product = call("matmul", call("transpose", x, Integer.toString(axis), last), matrix);
            if (weights.reachesOutside()) {
                double value = node.attributes().real("extrapolation_value", 0);
                double[] added = new double[out];
                for (int i = 0; i < out; i++) {
                    added[i] = weights.outside()[i] ? value : 0;
                }
                product = call("add", product, TorchText.constant(added, text.in(0), out));
            }
            return call("transpose", product, Integer.toString(axis), last);
        }

        /** torch's own function for pictures, where it means the same. */
        private static Optional<String> ofTorch(Node node, TorchText text, Interpolation.Axis[] resized) {
            boolean picture = resized.length == 4
                    && resized[0] == null
                    && resized[1] == null
                    && resized[2] != null
                    && resized[3] != null;
            if (!picture || node.attributes().integer("antialias", 0) != 0) {
                return Optional.empty();
            }
            String sizes = list(resized[2].out(), resized[3].out());
            boolean exact = true;
            boolean floors = true;
            for (int i = 2; i < 4; i++) {
                Interpolation.Axis axis = resized[i];
                exact &= axis.scale() * axis.in() == axis.out() && axis.out() > 1;
                int[] picks = Interpolation.of(node, axis).picks();
                floors &= picks != null;
                for (int x = 0; floors && x < picks.length; x++) {
                    floors = picks[x] == (long) x * axis.in() / axis.out();
                }
            }
            if (floors) {
                return Optional.of(call("upsample_nearest2d", text.in(0), sizes, "None", "None"));
            }
            String transformation = node.attributes().text("coordinate_transformation_mode", "half_pixel");
            boolean corners = transformation.equals("align_corners");
            boolean linear = node.attributes().text("mode", "nearest").equals("linear")
                    && (corners || transformation.endsWith("half_pixel"));
            return linear && exact
                    ? Optional.of(
                            call("upsample_bilinear2d", text.in(0), sizes, corners ? "True" : "False", "None", "None"))
                    : Optional.empty();
        }
    }

    /** The older name (Upsample-9, Upsample-7 with scales as attribute): a Resize. */
    private static final class Upsample extends Composite {
        Upsample() {
            super("", "Upsample");
        }

        @Override
        public List<Node> expanded(Node node, int opset, Canon canon) {
            String scales = node.input(1);
            if (node.attributes().has("scales")) {
                float[] given = node.attributes().reals("scales").orElseThrow();
                scales = canon.constant(node.name() + "_scales", Tensor.ofFloats(given, given.length));
            }
            Attributes attributes = Attributes.of(
                    "mode",
                    node.attributes().text("mode", "nearest"),
                    "coordinate_transformation_mode",
                    "asymmetric",
                    "nearest_mode",
                    "floor");
            return List.of(
                    Node.of(node.name(), "Resize", List.of(node.input(0), "", scales), node.output(), attributes));
        }
    }

    private static long block(Node node, Facts facts, boolean toSpace) {
        Shape shape = facts.shape(node, 0);
        long block = node.attributes().integer("blocksize", 0);
        if (shape.rank() != 4) {
            throw new BadInputException(node.describe() + ": expected an input N×C×H×W, but came " + shape);
        }
        boolean fits = block >= 1
                && block < 1 << 15
                && (toSpace
                        ? Facts.size(node, shape, 1) % (block * block) == 0
                        : Facts.size(node, shape, 2) % block == 0 && Facts.size(node, shape, 3) % block == 0);
        if (!fits) {
            throw new BadInputException(
                    "%s: blocks of %d do not divide an input of %s".formatted(node.describe(), block, shape));
        }
        return block;
    }

    /** Moves channels into blocks of positions (DepthToSpace-13). */
    private static final class DepthToSpace implements Operator {
        @Override
        public String type() {
            return "DepthToSpace";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            long b = block(node, facts, true);
            TensorType x = facts.type(node, 0);
            Shape shape = x.shape();
            return List.of(new TensorType(
                    x.type(),
                    new Shape(List.of(
                            shape.dim(0),
                            Dim.of(shape.dim(1).size() / (b * b)),
                            Dim.of(Facts.size(node, shape, 2) * b),
                            Dim.of(Facts.size(node, shape, 3) * b)))));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            long b = block(node, text.facts(), true);
            if (node.attributes().text("mode", "DCR").equals("CRD")) {
                return List.of(call("pixel_shuffle", text.in(0), Long.toString(b)));
            }
            Shape shape = text.facts().shape(node, 0);
            long c = shape.dim(1).size() / (b * b);
            long h = shape.dim(2).size();
            long w = shape.dim(3).size();
            String blocks = call("reshape", text.in(0), list(-1, b, b, c, h, w));
            return List.of(call("reshape", call("permute", blocks, list(0, 3, 4, 1, 5, 2)), list(-1, c, h * b, w * b)));
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return QuantizationRole.PASSING;
        }
    }

    /** Moves blocks of positions into channels (SpaceToDepth-13). */
    private static final class SpaceToDepth implements Operator {
        @Override
        public String type() {
            return "SpaceToDepth";
        }

        @Override
        public List<TensorType> infer(Node node, Facts facts) {
            long b = block(node, facts, false);
            TensorType x = facts.type(node, 0);
            Shape shape = x.shape();
            return List.of(new TensorType(
                    x.type(),
                    new Shape(List.of(
                            shape.dim(0),
                            Dim.of(Facts.size(node, shape, 1) * b * b),
                            Dim.of(shape.dim(2).size() / b),
                            Dim.of(shape.dim(3).size() / b)))));
        }

        @Override
        public List<String> torch(Node node, TorchText text) {
            long b = block(node, text.facts(), false);
            Shape shape = text.facts().shape(node, 0);
            long c = Facts.size(node, shape, 1);
            long h = shape.dim(2).size() / b;
            long w = shape.dim(3).size() / b;
            String blocks = call("reshape", text.in(0), list(-1, c, h, b, w, b));
            return List.of(call("reshape", call("permute", blocks, list(0, 3, 5, 1, 2, 4)), list(-1, c * b * b, h, w)));
        }

        @Override
        public QuantizationRole role(Node node, Facts facts) {
            return QuantizationRole.PASSING;
        }
    }
}
