package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The clients that users have: OpenAI's and AWS's own for JavaScript, installed from npm.
///
/// `mvn -Poutside -Dtest=JavaScriptClientsTest test`; Node.js is needed.
@EnabledIfSystemProperty(named = "sagegate.oidcProvider", matches = ".+")
final class JavaScriptClientsTest {
    private static final int MINUTES = 3;

    @ParameterizedTest
    @CsvSource({"src/test/node/openai, openai.test.mjs", "src/test/resources/sdk-js, call.mjs"})
    void officialClientsAreSatisfied(Path source, String program) throws IOException, InterruptedException {
        var home = Files.createDirectories(Path.of("target", "node").resolve(source.getFileName()));
        for (var file : List.of("package.json", program)) {
            Files.copy(source.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        var world = SharedWorld.get();
        try (var _ = StackFile.write(world)) {
            var stack = world.directory().resolve("stack.json").toString();
            run(home, stack, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts");
            run(home, stack, "node", program, stack);
        }
    }

    private static void run(Path home, String stack, String... command) throws IOException, InterruptedException {
        var log = home.resolveSibling(home.getFileName() + ".log");
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("STACK", stack);
        var process = builder.start();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as("see %s", log).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
