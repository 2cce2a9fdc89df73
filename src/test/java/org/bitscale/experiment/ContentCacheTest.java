package org.bitscale.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentCacheTest {

    private record Content(String what, int seed) {}

    private record Result(float value) {}

    @TempDir
    private Path folder;

    private final AtomicInteger computed = new AtomicInteger();

    private Result get(ContentCache cache, Content content) {
        return cache.get("test", content, Result.class, () -> new Result(0.1f + computed.incrementAndGet()));
    }

    @Test
    void computesOnceForEachContent() {
        Result first = get(ContentCache.in(folder), new Content("a", 1));
        assertThat(get(ContentCache.in(folder), new Content("a", 1))).isEqualTo(first);
        assertThat(get(ContentCache.in(folder), new Content("a", 2))).isNotEqualTo(first);
        assertThat(computed).hasValue(2);
        get(ContentCache.NONE, new Content("a", 1));
        assertThat(computed).hasValue(3);
    }

    @Test
    void aDamagedFileIsComputedAgain() throws IOException {
        Result first = get(ContentCache.in(folder), new Content("a", 1));
        try (Stream<Path> files = Files.list(folder)) {
            Files.writeString(
                    files.filter(file -> file.toString().endsWith(".json"))
                            .findFirst()
                            .orElseThrow(),
                    "{\"val");
        }
        assertThat(get(ContentCache.in(folder), new Content("a", 1))).isNotEqualTo(first);
        assertThat(computed).hasValue(2);
    }

    @Test
    void whatGrowsIsKeptInPlaceOfWhatWas() {
        ContentCache cache = ContentCache.in(folder);
        Content content = new Content("a", 1);
        assertThat(cache.known("grows", content, Result.class)).isEmpty();
        cache.keep("grows", content, new Result(1));
        cache.keep("grows", content, new Result(2));
        assertThat(cache.known("grows", content, Result.class)).contains(new Result(2));
        assertThat(cache.known("grows", new Content("a", 2), Result.class)).isEmpty();
        assertThat(cache.known("other", content, Result.class)).isEmpty();
        ContentCache.NONE.keep("grows", content, new Result(3));
        assertThat(ContentCache.NONE.known("grows", content, Result.class)).isEmpty();
    }
}
