package org.bitscale.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command line answered.
 *
 * @param code how it ended
 * @param out standard output
 * @param err what it said besides
 */
record Answer(int code, String out, String err) {

    /** Runs a command line that opens no window. */
    static Answer to(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = CommandLineProgram.run(new PrintWriter(out), new PrintWriter(err), NoWindow.WINDOW, arguments);
        return new Answer(code, out.toString(), err.toString());
    }

    /** The object that {@code --json} asks for. */
    JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out);
    }
}
