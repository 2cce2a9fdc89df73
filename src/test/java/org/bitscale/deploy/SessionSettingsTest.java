package org.bitscale.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionSettingsTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void weightOnlyLayersAlwaysStayExact(boolean optimise) throws OrtException {
        try (SessionOptions options = new SessionSettings(1, optimise).options()) {
            assertThat(options.getConfigEntries()).containsEntry("session.qdq_matmulnbits_accuracy_level", "1");
        }
    }

    @Test
    void namesItsTwoWays() {
        assertThat(SessionSettings.optimised(2)).isEqualTo(new SessionSettings(2, true));
        assertThat(SessionSettings.unoptimised(1)).isEqualTo(new SessionSettings(1, false));
        assertThatThrownBy(() -> SessionSettings.optimised(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ONNX Runtime needs at least 1 thread, but came 0");
    }
}
