package org.bitscale.ui.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A name that is no icon is found out here, not when its screen is opened. */
class IconsTest {

    private static final Pattern NAME = Pattern.compile("\"(md(?:al|mz)-[a-z0-9_]+)\"");

    @Test
    void everyIconThatIsNamedExists() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/org/bitscale/ui"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher matcher = NAME.matcher(Files.readString(file));
                while (matcher.find()) {
                    names.add(matcher.group(1));
                }
            }
        }
        assertThat(names).hasSizeGreaterThan(30);
        for (String name : names) {
            assertThatCode(() -> Icons.of(name)).as(name).doesNotThrowAnyException();
        }
    }
}
