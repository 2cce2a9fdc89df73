package org.bitscale.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bitscale.data.DataRequest;
import org.bitscale.data.DataSources;
import org.bitscale.data.Dataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {

    @TempDir
    private Path folder;

    @Test
    void featuresAreASquareFromBlackToWhite() throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), "a,b,c,class\n-1,0,1,x\n-1,0,1,x\n2,2,2,y\n2,2,2,y\n");
        Dataset data = DataSources.open(DataRequest.of(file.toString())).train();

        assertThat(Pictures.width(data)).isEqualTo(2);
        assertThat(Pictures.pixels(data, 0)).containsExactly(0xFF000000, 0xFF808080, 0xFFFFFFFF, 0);
    }
}
