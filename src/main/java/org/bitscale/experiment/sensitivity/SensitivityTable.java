package org.bitscale.experiment.sensitivity;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bitscale.BadInputException;
import org.bitscale.DurableFile;

/** A report as comma-separated values (RFC 4180): a row for each layer and scheme, numbers with all their digits. */
public final class SensitivityTable {

    private SensitivityTable() {}

    /** The text. */
    public static String csv(SensitivityReport report) {
        StringWriter text = new StringWriter();
        List<SensitivityMeasure> measures = List.copyOf(report.measures());
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            List<String> header = new ArrayList<>(List.of("layer", "operator", "weights", "scheme"));
            measures.forEach(measure -> header.add(measure.name().toLowerCase(Locale.ROOT)));
            csv.writeRecord(header);
            for (LayerSensitivity layer : report.layers()) {
                List<String> cells = new ArrayList<>(List.of(
                        layer.layer(),
                        layer.operator(),
                        Long.toString(layer.parameters()),
                        layer.scheme().toString()));
                measures.forEach(
                        measure -> cells.add(Double.toString(layer.values().get(measure))));
                csv.writeRecord(cells);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * Writes a file; it is there whole or not at all.
     *
     * @throws BadInputException if it cannot be written
     */
    public static void write(SensitivityReport report, Path file) {
        try {
            DurableFile.write(file, csv(report).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw DurableFile.failure(file, e);
        }
    }
}
