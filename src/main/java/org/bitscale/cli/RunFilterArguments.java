package org.bitscale.cli;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitscale.BadInputException;
import org.bitscale.experiment.run.Measure;
import org.bitscale.experiment.run.Method;
import org.bitscale.experiment.run.Run;
import org.bitscale.experiment.run.RunFilter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that say which runs are meant. */
final class RunFilterArguments {

    @Option(names = "--experiment", paramLabel = "NAME")
    private Optional<String> experiment = Optional.empty();

    @Option(names = "--method", paramLabel = "METHOD", split = ",")
    private Set<Method> methods = EnumSet.noneOf(Method.class);

    @Option(names = "--status", paramLabel = "STATUS", split = ",")
    private Set<Run.Status> statuses = EnumSet.noneOf(Run.Status.class);

    @Option(names = "--tag", paramLabel = "TAG")
    private Optional<String> tag = Optional.empty();

    @Option(names = "--starred")
    private boolean starred;

    @Option(names = "--text", paramLabel = "TEXT")
    private Optional<String> text = Optional.empty();

    @Option(
            names = "--min",
            paramLabel = "MEASURE=VALUE",
            split = ",",
            converter = {MeasureConverter.class, BoundConverter.class})
    private Map<Measure, Double> atLeast = new EnumMap<>(Measure.class);

    @Option(
            names = "--max",
            paramLabel = "MEASURE=VALUE",
            split = ",",
            converter = {MeasureConverter.class, BoundConverter.class})
    private Map<Measure, Double> atMost = new EnumMap<>(Measure.class);

    /** What was asked for; every run if nothing was. */
    RunFilter filter() {
        return new RunFilter(experiment, statuses, methods, tag, starred, text, atLeast, atMost);
    }

    /** Names of measures as in files. */
    static final class MeasureConverter implements ITypeConverter<Measure> {
        @Override
        public Measure convert(String value) {
            try {
                return Measure.of(value);
            } catch (BadInputException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Numbers that can be compared with. */
    static final class BoundConverter implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            try {
                double bound = Double.parseDouble(value);
                if (Double.isFinite(bound)) {
                    return bound;
                }
            } catch (NumberFormatException e) {
                // Told below, with what is expected.
            }
            throw new TypeConversionException("A number is expected, but '%s' came".formatted(value));
        }
    }
}
