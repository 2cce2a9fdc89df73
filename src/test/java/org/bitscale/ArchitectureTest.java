package org.bitscale;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls between the packages. */
@AnalyzeClasses(packages = "org.bitscale", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** What every screen may use: what they have in common, the desk, and drawings of networks. */
    private static final String[] SHARED_BY_SCREENS = {
        "org.bitscale.ui.common..", "org.bitscale.ui.desk..", "org.bitscale.ui.network.."
    };

    @ArchTest
    static final ArchRule DATA_FLOWS_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("quant")
            .definedBy("org.bitscale.quant..")
            .layer("graph")
            .definedBy("org.bitscale.graph..")
            .layer("data")
            .definedBy("org.bitscale.data..")
            .layer("eval")
            .definedBy("org.bitscale.eval..")
            .layer("engine")
            .definedBy("org.bitscale.engine..")
            .layer("ptq")
            .definedBy("org.bitscale.ptq..")
            .layer("deploy")
            .definedBy("org.bitscale.deploy..")
            .layer("report")
            .definedBy("org.bitscale.report..")
            .layer("experiment")
            .definedBy("org.bitscale.experiment..")
            .layer("storage")
            .definedBy("org.bitscale.storage..")
            .layer("ui")
            .definedBy("org.bitscale.ui..")
            .layer("cli")
            .definedBy("org.bitscale.cli..")
            .layer("app")
            .definedBy("org.bitscale.app..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("cli")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("ui")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("storage")
            .mayOnlyBeAccessedByLayers("cli", "app")
            .whereLayer("experiment")
            .mayOnlyBeAccessedByLayers("storage", "ui", "cli", "app")
            .whereLayer("ptq")
            .mayOnlyBeAccessedByLayers("experiment", "ui", "cli", "app")
            .whereLayer("engine")
            .mayOnlyBeAccessedByLayers("ptq", "experiment", "ui", "cli", "app")
            .whereLayer("deploy")
            .mayOnlyBeAccessedByLayers("experiment", "app")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("experiment", "ui", "cli", "app")
            .whereLayer("eval")
            .mayOnlyBeAccessedByLayers("engine", "ptq", "deploy", "report", "experiment", "storage", "ui", "cli", "app")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("engine", "ptq", "deploy", "experiment", "ui", "cli", "app")
            .whereLayer("graph")
            .mayOnlyBeAccessedByLayers("engine", "ptq", "deploy", "experiment", "ui", "cli", "app");

    @ArchTest
    static final ArchRule SCREENS_DO_NOT_KNOW_EACH_OTHER = slices().matching("org.bitscale.ui.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(resideInAPackage("org.bitscale.ui.."), resideInAnyPackage(SHARED_BY_SCREENS));

    @ArchTest
    static final ArchRule THE_WINDOW_NEEDS_NO_NATIVE_LIBRARY = noClasses()
            .that()
            .resideInAPackage("org.bitscale.ui..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bitscale.deploy..", "org.bitscale.storage..");

    @ArchTest
    static final ArchRule ONLY_THE_WINDOW_USES_JAVAFX = noClasses()
            .that()
            .resideOutsideOfPackages("org.bitscale.ui..", "org.bitscale.app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "org.controlsfx..", "atlantafx..", "org.kordamp..", "org.eclipse.elk..");

    @ArchTest
    static final ArchRule VIEW_MODELS_KNOW_NO_CONTROL = noClasses()
            .that()
            .haveSimpleNameEndingWith("ViewModel")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx.scene..", "javafx.stage..", "org.controlsfx..", "atlantafx..");

    /** Each clip on a canvas makes a mask as large as the canvas: a thousand boxes would take seconds. */
    @ArchTest
    static final ArchRule NO_CLIPS_ON_A_CANVAS =
            noClasses().should().callMethod(javafx.scene.canvas.GraphicsContext.class, "clip");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("org.bitscale.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_THE_ENGINE_USES_DJL = noClasses()
            .that()
            .resideOutsideOfPackage("org.bitscale.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule ONLY_DEPLOY_USES_ONNX_RUNTIME = noClasses()
            .that()
            .resideOutsideOfPackage("org.bitscale.deploy..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule ONLY_STORAGE_USES_SQLITE = noClasses()
            .that()
            .resideOutsideOfPackage("org.bitscale.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.sqlite..");

    @ArchTest
    static final ArchRule ONLY_REPORT_AND_WINDOW_USE_JFREECHART = noClasses()
            .that()
            .resideOutsideOfPackages("org.bitscale.report..", "org.bitscale.ui..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jfree..", "org.apache.batik..");

    @ArchTest
    static final ArchRule ARITHMETIC_AND_METRICS_USE_THE_JDK_ONLY = classes()
            .that()
            .resideInAnyPackage("org.bitscale.quant..", "org.bitscale.eval..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.bitscale", "org.bitscale.quant..", "org.bitscale.eval..");

    @ArchTest
    static final ArchRule NO_MUTABLE_STATIC_STATE =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule NO_UNSEEDED_RANDOM = noClasses().should().callConstructor(java.util.Random.class);

    @ArchTest
    static final ArchRule NO_THREADS_BY_HAND = noClasses()
            .should()
            .callConstructor(Thread.class)
            .orShould()
            .callConstructor(Thread.class, Runnable.class)
            .orShould()
            .callConstructor(Thread.class, Runnable.class, String.class);

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS =
            com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
