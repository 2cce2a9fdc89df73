package org.bitscale.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.bitscale.deploy.Processor.Feature;
import org.junit.jupiter.api.Test;

class ProcessorTest {
    @Test
    void readsAnX86ServerWithVnni() {
        Processor processor = Processor.parse(
                """
                processor\t: 0
                vendor_id\t: GenuineIntel
                model name\t: Intel(R) Xeon(R) Processor @ 2.80GHz
                flags\t\t: fpu sse2 avx2 avx512f avx512bw avx512_vnni amx_tile amx_int8

                processor\t: 1
                model name\t: another
                """,
                "amd64");
        assertThat(processor.model()).isEqualTo("Intel(R) Xeon(R) Processor @ 2.80GHz");
        assertThat(processor.features())
                .containsExactlyInAnyOrder(Feature.AVX2, Feature.AVX512, Feature.AVX512_VNNI, Feature.AMX_INT8);
        assertThat(processor.featuresKnown()).isTrue();
        assertThat(processor.hasVnni()).isTrue();
        assertThat(processor.isX86()).isTrue();
    }

    @Test
    void anOlderX86HasNone() {
        Processor processor = Processor.parse("model name : Old\nflags : avx2 avx512f\n", "amd64");
        assertThat(processor.hasVnni()).isFalse();
        assertThat(processor.features()).containsExactly(Feature.AVX2);
    }

    @Test
    void aDesktopWithTheSmallVnniCounts() {
        assertThat(Processor.parse("flags : avx2 avx_vnni", "amd64").hasVnni()).isTrue();
    }

    @Test
    void readsAnArmProcessor() {
        Processor processor = Processor.parse(
                "Features\t: fp asimd asimddp i8mm\nCPU implementer\t: 0x41\nCPU part\t: 0xd40\n", "aarch64");
        assertThat(processor.model()).isEqualTo("ARM part 0xd40");
        assertThat(processor.features()).containsExactlyInAnyOrder(Feature.ARM_DOTPROD, Feature.ARM_I8MM);
        assertThat(processor.hasVnni()).isFalse();
        assertThat(processor.isX86()).isFalse();
    }

    @Test
    void whatIsNotToldIsUnknown() {
        Processor processor = Processor.parse("", "riscv64");
        assertThat(processor.model()).isEqualTo("unknown");
        assertThat(processor.featuresKnown()).isFalse();
        assertThat(processor.features()).isEmpty();
    }

    @Test
    void thisMachineHasOne() {
        Processor processor = Processor.current();
        assertThat(processor.model()).isNotBlank();
        assertThat(processor.architecture()).isEqualTo(System.getProperty("os.arch"));
    }
}
