package org.bitscale;

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
            .layer("deploy")
            .definedBy("org.bitscale.deploy..")
            .layer("report")
            .definedBy("org.bitscale.report..")
            .layer("experiment")
            .definedBy("org.bitscale.experiment..")
            .layer("storage")
            .definedBy("org.bitscale.storage..")
            .layer("cli")
            .definedBy("org.bitscale.cli..")
            .layer("app")
            .definedBy("org.bitscale.app..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("cli")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("storage")
            .mayOnlyBeAccessedByLayers("cli", "app")
            .whereLayer("experiment")
            .mayOnlyBeAccessedByLayers("storage", "cli", "app")
            .whereLayer("engine")
            .mayOnlyBeAccessedByLayers("experiment", "cli", "app")
            .whereLayer("deploy")
            .mayOnlyBeAccessedByLayers("experiment", "app")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("experiment", "cli", "app")
            .whereLayer("eval")
            .mayOnlyBeAccessedByLayers("engine", "deploy", "report", "experiment", "storage", "cli", "app")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("engine", "deploy", "experiment", "cli", "app")
            .whereLayer("graph")
            .mayOnlyBeAccessedByLayers("engine", "deploy", "experiment", "cli", "app");

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
    static final ArchRule ONLY_REPORT_USES_JFREECHART = noClasses()
            .that()
            .resideOutsideOfPackage("org.bitscale.report..")
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
