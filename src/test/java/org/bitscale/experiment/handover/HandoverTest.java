package org.bitscale.experiment.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.tools.ToolProvider;
import org.bitscale.BadInputException;
import org.bitscale.Progress;
import org.bitscale.data.Dataset;
import org.bitscale.engine.EngineSettings;
import org.bitscale.experiment.DataSheet;
import org.bitscale.experiment.FilePredictions;
import org.bitscale.experiment.Json;
import org.bitscale.experiment.ModelFile;
import org.bitscale.experiment.PredictFile;
import org.bitscale.experiment.Split;
import org.bitscale.experiment.Workbench;
import org.bitscale.experiment.compare.FloatParent;
import org.bitscale.experiment.run.Run;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.storage.Workspace;
import org.bitscale.ui.SampleRuns;
import org.bitscale.ui.common.Pictures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandoverTest {

    private Path folder;
    private Workspace workspace;
    private Run run;
    private Handover handover;

    @BeforeAll
    void open(@TempDir Path temporary) {
        folder = temporary;
        SampleRuns.make(folder.resolve("workspace"));
        workspace = Workspace.open(folder.resolve("workspace"));
        run = workspace.runs().run(SampleRuns.W8A8);
        handover = new Handover(workspace, run);
    }

    @AfterAll
    void close() {
        workspace.close();
    }

    @Test
    void theFileSaysHowItIsFed() {
        NetworkUse use = handover.use();
        assertThat(use.isPicture()).isTrue();
        assertThat(use.isChannelsLast()).isFalse();
        assertThat(use.shapeText()).isEqualTo("N × 3 × 32 × 32");
        assertThat(use.classes()).hasSize(10).contains("disc", "two bars");
    }

    @Test
    void aNetworkIsCopied() throws Exception {
        Path file = folder.resolve(Handover.fileName(run));
        assertThat(file.getFileName()).hasToString("model_w8a8.onnx");
        assertThat(handover.network(file)).containsExactly(file);
        assertThat(file).hasSameBinaryContentAs(FloatParent.exported(workspace.runs(), run));
        assertThat(handover.network(file)).isNotEmpty(); // our own may be written again
    }

    @Test
    void neitherTheFloatNetworkNorTheWorkspaceIsOverwritten() throws Exception {
        Path copy = Files.copy(run.trial().model(), folder.resolve("precious.onnx"));
        byte[] before = Files.readAllBytes(copy);
        for (Path target : List.of(run.trial().model(), copy)) {
            assertThatThrownBy(() -> handover.network(target))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("float network");
        }
        assertThat(Files.readAllBytes(copy)).isEqualTo(before);
        assertThatThrownBy(() -> handover.network(workspace.folder().resolve("files/aa/model.onnx")))
                .isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> handover.folder(workspace.folder()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("holds something");
    }

    @Test
    void aFolderHoldsEverythingAndItsProgramRuns() throws Exception {
        Path out = folder.resolve("package");
        assertThat(handover.folder(out))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("model_w8a8.onnx", "MODEL_CARD.md", "run.json", "predict.py", "Predict.java");
        assertThat(Json.read(Files.readString(out.resolve("run.json")), Run.class))
                .isEqualTo(run);
        String card = Files.readString(out.resolve("MODEL_CARD.md"));
        assertThat(card)
                .startsWith("# model_w8a8.onnx")
                .contains("W8A8 by post-training quantization", "| Accuracy, test |", "N × 3 × 32 × 32", "`two bars`")
                .contains(Files.readString(out.resolve("predict.py")), Files.readString(out.resolve("Predict.java")))
                .doesNotContain("@");
        assertThat(predicted(out)).isEqualTo(expected());
    }

    /** What the network says in simulation about the first pictures of the test split. */
    private List<String> expected() {
        try (Workbench workbench = new Workbench(EngineSettings.standard())) {
            FilePredictions predictions = new PredictFile(workbench, Progress.NONE)
                    .run(
                            FloatParent.exported(workspace.runs(), run),
                            run.trial().data(),
                            Split.TEST);
            return List.of(0, 1, 2).stream()
                    .map(i -> predictions.classes().get(predictions.predicted()[i]))
                    .toList();
        }
    }

    /** What the program in the package says about them. */
    private List<String> predicted(Path out) throws Exception {
        String source = Files.readString(out.resolve("Predict.java"))
                .replace(
                        "\"model_w8a8.onnx\"",
                        '"' + out.resolve("model_w8a8.onnx").toString() + '"');
        Path program = Files.writeString(
                Files.createDirectories(folder.resolve("program")).resolve("Predict.java"), source);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, program.toString()))
                .isZero();
        ModelFile model = ModelFile.read(out.resolve("model_w8a8.onnx"), OperatorTable.standard());
        Dataset test = DataSheet.open(run.trial().data(), model, Progress.NONE).examples(DataSheet.Split.TEST);
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {program.getParent().toUri().toURL()}, HandoverTest.class.getClassLoader())) {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            var main = loader.loadClass("Predict").getMethod("main", String[].class);
            for (int i = 0; i < 3; i++) {
                BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
                picture.setRGB(0, 0, 32, 32, Pictures.pixels(test, i), 0, 32);
                Path file = folder.resolve("picture" + i + ".png");
                ImageIO.write(picture, "png", file.toFile());
                main.invoke(null, (Object) new String[] {file.toString()});
            }
        } finally {
            System.setOut(before);
        }
        return said.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
