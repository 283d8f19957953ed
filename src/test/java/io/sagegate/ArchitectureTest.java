package io.sagegate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The rooms and their arrows, as each `package-info` states them.
@AnalyzeClasses(packages = "io.sagegate", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule arrowsPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("json")
            .definedBy("io.sagegate.json..")
            .layer("http")
            .definedBy("io.sagegate.http..")
            .layer("reason")
            .definedBy("io.sagegate.reason..")
            .layer("identity")
            .definedBy("io.sagegate.identity..")
            .layer("keys")
            .definedBy("io.sagegate.keys..")
            .layer("policy")
            .definedBy("io.sagegate.policy..")
            .layer("limits")
            .definedBy("io.sagegate.limits..")
            .layer("inference")
            .definedBy("io.sagegate.inference..")
            .layer("filters")
            .definedBy("io.sagegate.filters..")
            .layer("audit")
            .definedBy("io.sagegate.audit..")
            .layer("gateway")
            .definedBy("io.sagegate.gateway..")
            .layer("aws")
            .definedBy("io.sagegate.aws..")
            .layer("lambda")
            .definedBy("io.sagegate.lambda..")
            .layer("cli")
            .definedBy("io.sagegate.cli..")
            .whereLayer("json")
            .mayNotAccessAnyLayer()
            .whereLayer("http")
            .mayNotAccessAnyLayer()
            .whereLayer("reason")
            .mayNotAccessAnyLayer()
            .whereLayer("identity")
            .mayOnlyAccessLayers("json", "http", "reason")
            .whereLayer("keys")
            .mayOnlyAccessLayers("identity")
            .whereLayer("policy")
            .mayOnlyAccessLayers("identity", "json", "reason")
            .whereLayer("limits")
            .mayOnlyAccessLayers("identity", "policy", "json")
            .whereLayer("inference")
            .mayOnlyAccessLayers("policy", "http", "reason", "json")
            .whereLayer("filters")
            .mayOnlyAccessLayers("policy", "http", "json", "reason")
            .whereLayer("audit")
            .mayOnlyAccessLayers("identity", "policy", "limits", "inference", "reason", "json")
            .whereLayer("gateway")
            .mayOnlyBeAccessedByLayers("lambda")
            .whereLayer("cli")
            .mayOnlyAccessLayers("json", "http", "reason", "identity", "policy", "keys", "audit", "aws")
            .whereLayer("lambda")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.sagegate.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyIdentityKnowsTokens = noClasses()
            .that()
            .resideOutsideOfPackage("io.sagegate.identity..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.jsonwebtoken..");

    @ArchTest
    static final ArchRule onlyAdaptersKnowTheSdk = noClasses()
            .that()
            .resideOutsideOfPackages("io.sagegate.aws..", "io.sagegate.lambda..", "io.sagegate.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule commandLineLibrariesStayOutOfTheFunction = noClasses()
            .that()
            .resideOutsideOfPackage("io.sagegate.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "org.snakeyaml..");
}
