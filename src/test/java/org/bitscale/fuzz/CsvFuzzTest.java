package org.bitscale.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitscale.data.DataRequest;
import org.bitscale.data.DataSource;
import org.bitscale.data.DataSources;
import org.bitscale.data.Reading;
import org.bitscale.data.Resize;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables: the input's first byte says whether it is the whole, the training or the test part, and how the label column is
 * named. The other part is sound.
 */
class CsvFuzzTest extends ReaderFuzz {

    private static final String SOUND = "a,b,class\n1,2,x\n3,4,y\n";
    private static final List<Optional<String>> LABELS =
            List.of(Optional.empty(), Optional.of("class"), Optional.of("1"), Optional.of("\"\n"));

    @TempDir
    Path folder;

    CsvFuzzTest() {
        super("table");
    }

    @DictionaryEntries({
        "class",
        "label",
        "\"",
        "\"\"",
        ";",
        "\\x09",
        "|",
        ",",
        "\\x0D\\x0A",
        "\\xEF\\xBB\\xBF",
        "1,5",
        "-0.25",
        "1e300",
        "1e-300",
        "nan",
        "inf",
        "?",
        "NA",
        "3.0",
        "-0",
        "+007",
        "99999999999999999999999999999999"
    })
    @FuzzTest(lifecycle = Lifecycle.PER_TEST)
    void read(byte[] input) throws IOException {
        int choice = input.length == 0 ? 0 : input[0] & 0xFF;
        byte[] bytes = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
        Reading reading = new Reading(Resize.STRETCH, LABELS.get(choice / 3 % LABELS.size()));
        Path whole = Files.write(folder.resolve("whole.csv"), bytes);
        Path train = folder.resolve("train.csv");
        Path test = folder.resolve("test.csv");
        Files.write(choice % 3 == 2 ? test : train, bytes);
        Files.writeString(choice % 3 == 2 ? train : test, SOUND);
        String place = (choice % 3 == 0 ? whole : folder).toString();
        check(() -> {
            DataSources.preview(place, reading);
            DataSource source = DataSources.open(DataRequest.of(place).with(reading));
            source.test().read(0, new float[source.test().info().valuesPerItem()], 0);
        });
    }
}
