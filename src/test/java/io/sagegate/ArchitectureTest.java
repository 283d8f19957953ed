package io.sagegate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The rooms and their arrows, as each `package-info` states them: every room has a whitelist, at every depth.
@AnalyzeClasses(packages = "io.sagegate", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    /// Rooms of `src/main`, each with the rooms it may import.
    private static final Map<String, String> ROOMS = Map.ofEntries(
            Map.entry("kit", ""),
            Map.entry("http", ""),
            Map.entry("json", "kit"),
            Map.entry("json.schema", "json kit"),
            Map.entry("reason", ""),
            Map.entry("identity.jwks", "identity json kit"),
            Map.entry("policy.name", ""),
            Map.entry("api.framing", "inference json reason"),
            Map.entry(
                    "gateway.stream",
                    "audit filters filters.body http inference json kit limits.tokens policy policy.obligation reason trace"),
            Map.entry("identity", "http json kit reason"),
            Map.entry("keys", "identity"),
            Map.entry("policy.obligation", "json.schema"),
            Map.entry("policy", "policy.name http identity policy.obligation reason"),
            Map.entry("policy.document", "policy.name http identity json json.schema kit policy policy.obligation"),
            Map.entry("trace", "http"),
            Map.entry("limits.tokens", "http json policy policy.obligation"),
            Map.entry("limits.notices", "identity kit policy"),
            Map.entry("limits.usage", "kit"),
            Map.entry("limits", "identity kit limits.notices limits.tokens limits.usage policy reason"),
            Map.entry("inference", "filters.guard http json kit policy reason"),
            Map.entry(
                    "async", "policy.name http identity inference kit limits limits.tokens limits.usage policy reason"),
            Map.entry("aws.s3", "async aws.call http inference reason"),
            Map.entry("filters", "kit"),
            Map.entry("filters.detect", "policy.obligation"),
            Map.entry("filters.mask", "filters.detect policy.obligation"),
            Map.entry("filters.json", "filters filters.mask json policy.obligation"),
            Map.entry("filters.events", "filters filters.json filters.mask json policy.obligation"),
            Map.entry("filters.body", "filters filters.events filters.json filters.mask http json policy.obligation"),
            Map.entry(
                    "filters.guard",
                    "filters filters.body filters.detect filters.json http json json.schema policy.obligation"
                            + " reason"),
            Map.entry("audit", "identity kit limits limits.tokens policy reason trace"),
            Map.entry("audit.ocsf", "policy.name audit identity json kit limits limits.tokens policy reason trace"),
            Map.entry("audit.chain", "audit audit.ocsf kit"),
            Map.entry("audit.protocol", "audit.chain json kit"),
            Map.entry(
                    "api",
                    "api.framing policy.name http identity inference json limits policy policy.document reason trace"),
            Map.entry(
                    "gateway",
                    "gateway.stream api async audit filters filters.body filters.guard http identity inference json kit limits"
                            + " limits.notices limits.tokens limits.usage policy policy.obligation reason trace"),
            Map.entry("aws.call", "json kit"),
            Map.entry("aws.dynamodb", "aws.call"),
            Map.entry(
                    "aws.dynamodb.usage",
                    "async audit.chain aws.call aws.dynamodb identity kit limits limits.notices limits.usage policy"),
            Map.entry("aws.dynamodb.policy", "aws.call aws.dynamodb identity keys kit policy policy.document"),
            Map.entry("aws.events", "aws.call identity json kit limits.notices policy"),
            Map.entry("aws.http", "identity.jwks aws.call identity"),
            Map.entry("aws.sagemaker", "policy.name aws.call aws.sts filters.guard http inference policy reason"),
            Map.entry("aws.sts", "policy.name aws.call identity kit policy"),
            Map.entry("aws.telemetry", "identity.jwks audit identity json limits limits.tokens policy reason trace"),
            Map.entry(
                    "lambda",
                    "identity.jwks api.framing api async audit audit.chain audit.ocsf aws.call aws.dynamodb aws.dynamodb.policy aws.dynamodb.usage aws.events aws.http aws.s3"
                            + " aws.sagemaker aws.sts aws.telemetry gateway http identity json kit limits limits.notices limits.usage reason"),
            Map.entry("lambda.rotation", "aws.call aws.dynamodb aws.dynamodb.policy identity json keys"),
            Map.entry("lambda.stream", "api http json lambda"),
            Map.entry("cli.console", "aws.dynamodb json policy"),
            Map.entry(
                    "cli.audit",
                    "audit.chain audit.protocol aws.dynamodb.usage cli.console json policy.document reason"),
            Map.entry("cli.key", "aws.dynamodb.policy cli.console identity keys policy"),
            Map.entry("cli.call", "json"),
            Map.entry("cli.report", "cli.console json"),
            Map.entry("cli.deployed", "cli.call cli.console cli.report json"),
            Map.entry("cli.rules", "cli.console cli.deployed json"),
            Map.entry(
                    "cli.doctor",
                    "identity.jwks aws.dynamodb.policy cli.call cli.console cli.deployed cli.policy cli.policy.document cli.report cli.rules"
                            + " identity json keys policy policy.document"),
            Map.entry(
                    "cli.drift",
                    "policy.name cli.call cli.console cli.deployed cli.policy cli.policy.document cli.report json policy"
                            + " policy.document"),
            Map.entry("cli.policy.document", "policy.name cli.console identity policy policy.document"),
            Map.entry(
                    "cli.policy.revision",
                    "aws.dynamodb aws.dynamodb.policy cli.console cli.policy.document kit policy.document"),
            Map.entry("cli.policy.replay", "cli.audit cli.console cli.policy.document identity json policy reason"),
            Map.entry(
                    "cli.policy.prove",
                    "policy.name cli.console cli.policy.document cli.policy.replay identity json policy policy.document"
                            + " policy.obligation"),
            Map.entry(
                    "cli.policy",
                    "aws.dynamodb.policy cli.console cli.deployed cli.policy.document cli.policy.prove cli.policy.replay"
                            + " cli.policy.revision identity json policy policy.document reason"),
            Map.entry(
                    "cli.usage",
                    "audit.chain aws.dynamodb.usage cli.audit cli.console cli.policy cli.policy.document cli.policy.revision"
                            + " json limits limits.usage policy policy.document"),
            Map.entry("cli", "cli.audit cli.console cli.doctor cli.drift cli.key cli.policy cli.rules cli.usage"));

    /// The one class at the root, which every room may use.
    private static final String ROOT = "";

    @ArchTest
    static void everyRoomImportsOnlyWhatItsWhitelistNames(JavaClasses classes) {
        var breaches = new TreeSet<String>();
        for (var type : classes) {
            if (isLocal(type)) {
                continue;
            }
            var room = room(type);
            for (var dependency : type.getDirectDependenciesFromSelf()) {
                breach(room, dependency).ifPresent(breaches::add);
            }
        }
        assertThat(breaches).isEmpty();
    }

    private static Optional<String> breach(String room, Dependency dependency) {
        var target = dependency.getTargetClass().getBaseComponentType();
        if (!target.getPackageName().startsWith("io.sagegate")) {
            return Optional.empty();
        }
        var other = room(target);
        if (other.equals(room) || other.equals(ROOT)) {
            return Optional.empty();
        }
        return allowed(room).contains(other)
                ? Optional.empty()
                : Optional.of(room + " -> " + other + ": " + dependency.getDescription());
    }

    @ArchTest
    static void everyRoomHasAWhitelistAndEveryWhitelistARoom(JavaClasses classes) {
        var rooms = classes.stream()
                .filter(type -> !isLocal(type) && !room(type).equals(ROOT))
                .map(ArchitectureTest::room)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rooms).isEqualTo(new TreeSet<>(ROOMS.keySet()));
    }

    private static Set<String> allowed(String room) {
        return Set.of(ROOMS.getOrDefault(room, "").split(" "));
    }

    private static String room(JavaClass type) {
        var name = type.getPackageName();
        return name.equals("io.sagegate") ? ROOT : name.substring("io.sagegate.".length());
    }

    private static boolean isLocal(JavaClass type) {
        return type.getPackageName().startsWith("io.sagegate.local");
    }

    @ArchTest
    static final ArchRule noCyclesAtAnyDepth =
            slices().matching("io.sagegate.(**)").should().beFreeOfCycles();

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

    /// AWS's Common Runtime is enough for it.
    @ArchTest
    static final ArchRule callsNeedNothingOfTheGatewayButItsJsonAndItsHash = classes()
            .that()
            .resideInAPackage("io.sagegate.aws.call..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.sagegate.aws.call..",
                    "io.sagegate.json..",
                    "io.sagegate.kit..",
                    "software.amazon.awssdk.crt..",
                    "com.fasterxml.jackson.core..",
                    "org.jspecify..",
                    "java..",
                    "javax.crypto..");

    @ArchTest
    static final ArchRule modelsAreCalledWithoutTheSdk = noClasses()
            .that()
            .resideInAnyPackage("io.sagegate.aws.sagemaker..", "io.sagegate.aws.http..", "io.sagegate.aws.telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon.awssdk.services..", "software.amazon.awssdk.core..", "org.slf4j..");

    @ArchTest
    static final ArchRule commandLineLibrariesStayOutOfTheFunction = noClasses()
            .that()
            .resideOutsideOfPackage("io.sagegate.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "org.snakeyaml..");
}
