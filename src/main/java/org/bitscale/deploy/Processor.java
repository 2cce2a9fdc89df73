package org.bitscale.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The processor a network runs on, as far as it matters for 8-bit arithmetic.
 *
 * <p>On x86 without VNNI, ONNX Runtime's products of uint8 and int8 saturate at 16 bits, which can cost several points
 * of accuracy.
 *
 * @param model its name, {@code "unknown"} where the system does not tell
 * @param architecture as Java names it, for example {@code "amd64"} or {@code "aarch64"}
 * @param featuresKnown whether the system tells its features; if not, {@code features} is empty and says nothing
 * @param features those it has
 */
public record Processor(String model, String architecture, boolean featuresKnown, Set<Feature> features) {
    private static final String UNKNOWN = "unknown";
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** An instruction set that speeds up 8-bit arithmetic, with its names in {@code /proc/cpuinfo}. */
    public enum Feature {
        /** 256-bit integer vectors (x86). */
        AVX2("avx2"),
        /** 512-bit vectors with byte and word instructions (x86). */
        AVX512("avx512bw"),
        /** 8-bit dot products in 512-bit vectors (x86). */
        AVX512_VNNI("avx512_vnni"),
        /** 8-bit dot products in 256-bit vectors (x86). */
        AVX_VNNI("avx_vnni"),
        /** 8-bit matrix tiles (x86). */
        AMX_INT8("amx_int8"),
        /** 8-bit dot products (ARM). */
        ARM_DOTPROD("asimddp"),
        /** 8-bit matrix products (ARM). */
        ARM_I8MM("i8mm");

        private final String flag;

        Feature(String flag) {
            this.flag = flag;
        }
    }

    /** Copies the features. */
    public Processor {
        features = Set.copyOf(features);
    }

    /** The processor of this machine; never fails. */
    public static Processor current() {
        String architecture = System.getProperty("os.arch", UNKNOWN);
        try {
            if (Files.isReadable(CPU_INFO)) {
                return parse(Files.readString(CPU_INFO, StandardCharsets.UTF_8), architecture);
            }
        } catch (IOException e) {
            // What follows is the answer where the system tells nothing.
        }
        String windowsName = System.getenv("PROCESSOR_IDENTIFIER");
        return new Processor(
                windowsName == null || windowsName.isBlank() ? UNKNOWN : windowsName.trim(),
                architecture,
                false,
                Set.of());
    }

    /**
     * The processor that a text in the form of Linux's {@code /proc/cpuinfo} describes: the first one in it.
     *
     * @param cpuInfo the text
     * @param architecture as Java names it
     */
    public static Processor parse(String cpuInfo, String architecture) {
        String model = value(cpuInfo, "model name")
                .or(() -> value(cpuInfo, "hardware"))
                .or(() -> value(cpuInfo, "cpu part").map(part -> "ARM part " + part))
                .orElse(UNKNOWN);
        Optional<String> flags = value(cpuInfo, "flags").or(() -> value(cpuInfo, "features"));
        List<String> names =
                flags.map(text -> Arrays.asList(text.split("\\s+"))).orElse(List.of());
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (Feature feature : Feature.values()) {
            if (names.contains(feature.flag)) {
                features.add(feature);
            }
        }
        return new Processor(model, architecture, flags.isPresent(), features);
    }

    /** Whether it is known to have 8-bit dot products of x86 in any form. */
    public boolean hasVnni() {
        return features.contains(Feature.AVX512_VNNI)
                || features.contains(Feature.AVX_VNNI)
                || features.contains(Feature.AMX_INT8);
    }

    /** Whether it is an x86 processor, the kind on which VNNI matters. */
    public boolean isX86() {
        return List.of("amd64", "x86_64", "x86", "i386", "i686").contains(architecture.toLowerCase(Locale.ROOT));
    }

    private static Optional<String> value(String cpuInfo, String key) {
        return cpuInfo.lines()
                .filter(line -> line.contains(":"))
                .filter(line -> line.substring(0, line.indexOf(':')).trim().equalsIgnoreCase(key))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .filter(text -> !text.isEmpty())
                .findFirst();
    }
}
