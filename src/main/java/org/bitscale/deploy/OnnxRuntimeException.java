package org.bitscale.deploy;

import org.bitscale.BadInputException;

/** ONNX Runtime refused a file or failed to run it. The message is one line, fit for the user. */
public final class OnnxRuntimeException extends BadInputException {
    private static final long serialVersionUID = 1L;

    OnnxRuntimeException(String message) {
        super(message);
    }

    OnnxRuntimeException(String message, Throwable cause) {
        super(message + ": " + reason(cause), cause);
    }

    /** ONNX Runtime's words without its error-code prefix, on one line. */
    private static String reason(Throwable cause) {
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return text.replaceFirst("^Error code - (\\w+) - message: ", "")
                .replaceAll("\\s+", " ")
                .trim();
    }
}
