package org.bitscale.ui.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.bitscale.data.DataPreview;
import org.bitscale.experiment.DataSheet.Split;
import org.bitscale.ui.common.SameThread;
import org.bitscale.ui.desk.Desk;
import org.bitscale.ui.desk.Desks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataViewModelTest {

    @TempDir
    private Path folder;

    private Desk desk;
    private DataViewModel model;

    @BeforeEach
    void open() {
        desk = Desks.withSample(folder.resolve("workspace"));
        model = new DataViewModel(desk, new SameThread(), Desks.failures());
    }

    @AfterEach
    void close() {
        desk.clear().run();
    }

    private Path pictures(int each) throws IOException {
        Path pictures = folder.resolve("pictures");
        for (String name : new String[] {"cat", "dog"}) {
            Path files = Files.createDirectories(pictures.resolve(name));
            for (int i = 0; i < each; i++) {
                BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
                image.setRGB(i % 20, 3, name.equals("cat") ? 0xFF0000 : 0x00FF00);
                ImageIO.write(image, "png", files.resolve(i + ".png").toFile());
            }
        }
        return pictures;
    }

    @Test
    void looksBeforeItReads() throws IOException {
        Path pictures = pictures(10);
        model.source().set(pictures.toString());
        DataPreview preview = model.preview().get().orElseThrow();
        assertThat(preview.classes()).containsExactly("cat", "dog");
        assertThat(preview.counts()).containsExactly(10, 10);
        assertThat(preview.divided()).isFalse();
        assertThat(preview.pictures().get(0)).isNotEmpty();
        assertThat(model.summary().get()).isEmpty();
        model.open();
        assertThat(model.problem().get()).isEmpty();
        DataViewModel.Summary summary = model.summary().get().orElseThrow();
        assertThat(summary.shape()).containsExactly(3, 32, 32);
        assertThat(summary.sizes().stream().mapToInt(Integer::intValue).sum()).isEqualTo(20);
        assertThat(model.preview().get()).isEmpty();
    }

    @Test
    void showsThePicturesOfOneClassAndSplit() {
        model.openSample();
        assertThat(model.summary().get().orElseThrow().sizes()).containsExactly(6400, 1600, 2000);
        assertThat(model.shown().get().total()).isEqualTo(6400);
        assertThat(model.shown().get().examples()).hasSize(DataViewModel.PAGE);
        model.split().set(Split.TEST);
        model.chosenClass().set(OptionalInt.of(3));
        assertThat(model.shown().get().total()).isEqualTo(200);
        assertThat(model.shown().get().examples())
                .allMatch(example -> example.label().equals("triangle"));
        model.page().set(3);
        assertThat(model.shown().get().examples()).hasSize(20);
        model.split().set(Split.VALIDATION);
        assertThat(model.page().get()).isZero();
    }

    @Test
    void refusesBesideTheFieldAndKeepsWhatWasTyped() {
        model.source().set(folder.resolve("nowhere").toString());
        assertThat(model.problem().get()).contains("no folder");
        model.source().set("sample:shapes");
        model.validation().set("150");
        model.open();
        assertThat(model.problem().get()).contains("above 0 and below 100").contains("150");
        assertThat(model.validation().get()).isEqualTo("150");
        model.validation().set("20 %");
        model.limit().set("many");
        model.open();
        assertThat(model.problem().get()).contains("many");
        model.limit().set("50");
        model.scaling().set("nonsense");
        model.open();
        assertThat(model.problem().get()).contains("nonsense");
        model.scaling().set("");
        model.open();
        assertThat(model.problem().get()).isEmpty();
        assertThat(model.summary().get().orElseThrow().sizes()).allMatch(size -> size <= 50);
    }
}
