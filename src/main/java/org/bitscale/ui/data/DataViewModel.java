package org.bitscale.ui.data;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitscale.BadInputException;
import org.bitscale.data.DataPreview;
import org.bitscale.data.DataSources;
import org.bitscale.data.Dataset;
import org.bitscale.data.InputScaling;
import org.bitscale.data.Reading;
import org.bitscale.data.Resize;
import org.bitscale.experiment.DataOptions;
import org.bitscale.experiment.DataSheet;
import org.bitscale.experiment.DataSheet.Split;
import org.bitscale.ui.common.Background;
import org.bitscale.ui.common.Failures;
import org.bitscale.ui.common.Newest;
import org.bitscale.ui.common.Pictures;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.OpenData;

/** What the Data screen shows, and the form by which data is opened. */
public final class DataViewModel {

    /** Pictures shown at a time. */
    static final int PAGE = 60;

    private static final Duration DELAY = Duration.ofMillis(150);

    private final Desk desk;
    private final Failures failures;
    private final Newest previews;
    private final Newest pages;
    private final StringProperty source = new SimpleStringProperty("");
    private final StringProperty validation = new SimpleStringProperty("5");
    private final StringProperty limit = new SimpleStringProperty("");
    private final StringProperty seed = new SimpleStringProperty("0");
    private final StringProperty scaling = new SimpleStringProperty("");
    private final ObjectProperty<Resize> resize = new SimpleObjectProperty<>(Resize.STRETCH);
    private final StringProperty label = new SimpleStringProperty("");
    private final StringProperty problem = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Optional<DataPreview>> preview = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Summary>> summary = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<Split> split = new SimpleObjectProperty<>(Split.TRAIN);
    private final ObjectProperty<OptionalInt> chosenClass = new SimpleObjectProperty<>(OptionalInt.empty());
    private final IntegerProperty page = new SimpleIntegerProperty();
    private final ReadOnlyObjectWrapper<Page> shown = new ReadOnlyObjectWrapper<>(Page.NONE);

    /**
     * What the data is.
     *
     * @param classes with their counts in each split
     * @param sizes examples in each split, in the order of {@link Split}
     * @param shape channels, height, width
     * @param source where it came from, in words
     * @param scaling how values are scaled
     * @param hash of the contents
     */
    record Summary(
            List<ClassCounts> classes,
            List<Integer> sizes,
            List<Integer> shape,
            String source,
            String scaling,
            String hash) {}

    /** How many examples of a class each split has. */
    record ClassCounts(int label, String name, int train, int validation, int test) {

        int of(Split split) {
            return switch (split) {
                case TRAIN -> train;
                case VALIDATION -> validation;
                case TEST -> test;
            };
        }
    }

    /**
     * Pictures of one split, or of one class of it.
     *
     * @param examples with their pixels
     * @param width of each in pixels
     * @param total how many there are on all pages
     */
    record Page(List<Example> examples, int width, int total) {

        static final Page NONE = new Page(List.of(), 1, 0);
    }

    /** One example. */
    record Example(int index, String label, int[] pixels) {}

    /**
     * @param desk where data is laid
     * @param background where folders are looked at
     * @param failures takes what nobody expected
     */
    public DataViewModel(Desk desk, Background background, Failures failures) {
        this.desk = desk;
        this.failures = failures;
        this.previews = new Newest(background, DELAY);
        this.pages = new Newest(background, Duration.ofMillis(30));
        desk.data().addListener((observed, before, now) -> follow(now));
        source.addListener((observed, before, now) -> look());
        label.addListener((observed, before, now) -> look());
        split.addListener((observed, before, now) -> turnTo(0));
        chosenClass.addListener((observed, before, now) -> turnTo(0));
        page.addListener((observed, before, now) -> read());
        follow(desk.data().get());
    }

    Desk desk() {
        return desk;
    }

    /** Path or sample name. */
    StringProperty source() {
        return source;
    }

    /** Share of the training data kept for every choice, in percent. */
    StringProperty validation() {
        return validation;
    }

    /** At most so many examples of each split; empty for all. */
    StringProperty limit() {
        return limit;
    }

    /** Seed of split and limit. */
    StringProperty seed() {
        return seed;
    }

    /** Input scaling; empty for the network's own. */
    StringProperty scaling() {
        return scaling;
    }

    /** How pictures come to the network's size. */
    ObjectProperty<Resize> resize() {
        return resize;
    }

    /** Name or number of a table's label column; empty to find it. */
    StringProperty label() {
        return label;
    }

    /** Why the form is refused. */
    StringProperty problem() {
        return problem;
    }

    /** What the folder or file holds that is named in the form. */
    ReadOnlyObjectProperty<Optional<DataPreview>> preview() {
        return preview.getReadOnlyProperty();
    }

    /** The data that is open. */
    ReadOnlyObjectProperty<Optional<Summary>> summary() {
        return summary.getReadOnlyProperty();
    }

    /** The split whose pictures are shown. */
    ObjectProperty<Split> split() {
        return split;
    }

    /** The class whose pictures are shown; empty for all. */
    ObjectProperty<OptionalInt> chosenClass() {
        return chosenClass;
    }

    /** Which page of pictures, from 0. */
    IntegerProperty page() {
        return page;
    }

    /** The pictures. */
    ReadOnlyObjectProperty<Page> shown() {
        return shown.getReadOnlyProperty();
    }

    /** Opens what the form says. */
    void open() {
        problem.set("");
        try {
            desk.openData(options(), () -> {}, problem::set);
        } catch (BadInputException e) {
            problem.set(e.getMessage());
        }
    }

    /** Opens the sample. */
    void openSample() {
        problem.set("");
        desk.openData(OpenData.SAMPLE, () -> {}, problem::set);
    }

    private DataOptions options() {
        if (source.get().isBlank()) {
            throw new BadInputException(DataTexts.text("refused.source"));
        }
        double share = number(validation.get(), "refused.validation").orElse(5) / 100;
        if (!(share > 0 && share < 1)) {
            throw new BadInputException(DataTexts.text("refused.validation", validation.get()));
        }
        OptionalLong most = whole(limit.get(), "refused.limit");
        if (most.isPresent() && (most.getAsLong() < 1 || most.getAsLong() > Integer.MAX_VALUE)) {
            throw new BadInputException(DataTexts.text("refused.limit", limit.get()));
        }
        return new DataOptions(
                source.get().strip(),
                scaling.get().isBlank() ? Optional.empty() : Optional.of(InputScaling.parse(scaling.get())),
                share,
                most.isPresent() ? OptionalInt.of((int) most.getAsLong()) : OptionalInt.empty(),
                whole(seed.get(), "refused.seed").orElse(0),
                Optional.of(resize.get()),
                labelColumn());
    }

    private Optional<String> labelColumn() {
        return Optional.of(label.get().strip()).filter(name -> !name.isEmpty());
    }

    private static java.util.OptionalDouble number(String text, String refusal) {
        if (text.isBlank()) {
            return java.util.OptionalDouble.empty();
        }
        try {
            return java.util.OptionalDouble.of(
                    Double.parseDouble(text.strip().replace(',', '.').replace("%", "")));
        } catch (NumberFormatException e) {
            throw new BadInputException(DataTexts.text(refusal, text), e);
        }
    }

    private static OptionalLong whole(String text, String refusal) {
        if (text.isBlank()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            throw new BadInputException(DataTexts.text(refusal, text), e);
        }
    }

    private void look() {
        preview.set(Optional.empty());
        problem.set("");
        String named = source.get().strip();
        String open = desk.data().get().map(data -> data.options().spec()).orElse("");
        if (named.isEmpty() || named.startsWith("sample:") || named.equals(open)) {
            previews.cancel();
            return;
        }
        Reading reading = new Reading(resize.get(), labelColumn());
        String folder = named.contains("#") ? named.substring(0, named.lastIndexOf('#')) : named;
        previews.request(
                () -> DataSources.preview(folder, reading),
                found -> preview.set(Optional.of(found)),
                failures.refusals(problem::set));
    }

    private void follow(Optional<OpenData> data) {
        summary.set(data.map(open -> summary(open.sheet())));
        chosenClass.set(OptionalInt.empty());
        data.ifPresent(open -> {
            DataOptions options = open.options();
            source.set(options.spec());
            label.set(options.label().orElse(""));
            resize.set(options.reading().resize());
            preview.set(Optional.empty());
            validation.set(trimmed(100 * options.validationShare()));
            limit.set(
                    options.limit().isPresent()
                            ? Integer.toString(options.limit().getAsInt())
                            : "");
            seed.set(Long.toString(options.seed()));
            scaling.set(options.scaling().map(InputScaling::toString).orElse(""));
        });
        turnTo(0);
    }

    private static String trimmed(double number) {
        String text = String.format(java.util.Locale.ROOT, "%.2f", number);
        return text.replaceAll("\\.?0+$", "");
    }

    private static Summary summary(DataSheet sheet) {
        List<Integer> train = sheet.counts(Split.TRAIN);
        List<Integer> validation = sheet.counts(Split.VALIDATION);
        List<Integer> test = sheet.counts(Split.TEST);
        List<ClassCounts> classes = new ArrayList<>();
        for (int i = 0; i < sheet.classes().size(); i++) {
            classes.add(new ClassCounts(i, sheet.classes().get(i), train.get(i), validation.get(i), test.get(i)));
        }
        Dataset examples = sheet.examples(Split.TRAIN);
        return new Summary(
                List.copyOf(classes),
                List.of(
                        examples.size(),
                        sheet.examples(Split.VALIDATION).size(),
                        sheet.examples(Split.TEST).size()),
                examples.info().shape(),
                examples.info().source(),
                sheet.scaling(),
                sheet.hash());
    }

    private void turnTo(int number) {
        if (page.get() == number) {
            read();
        } else {
            page.set(number);
        }
    }

    private void read() {
        if (desk.data().get().isEmpty()) {
            pages.cancel();
            shown.set(Page.NONE);
            return;
        }
        Dataset data = desk.data().get().get().sheet().examples(split.get());
        OptionalInt label = chosenClass.get();
        int first = page.get() * PAGE;
        pages.request(() -> page(data, label, first), shown::set, failures.refusals(problem::set));
    }

    private static Page page(Dataset data, OptionalInt label, int first) {
        List<Example> examples = new ArrayList<>();
        int found = 0;
        for (int i = 0; i < data.size(); i++) {
            if (label.isPresent() && data.label(i) != label.getAsInt()) {
                continue;
            }
            if (found >= first && examples.size() < PAGE) {
                examples.add(new Example(i, data.info().classes().get(data.label(i)), Pictures.pixels(data, i)));
            }
            found++;
        }
        return new Page(examples, Pictures.width(data), found);
    }
}
