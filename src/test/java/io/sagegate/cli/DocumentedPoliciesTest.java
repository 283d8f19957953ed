package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The whole policies that the documentation shows are taken as they stand.
final class DocumentedPoliciesTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```yaml\n(.*?)^```");

    @TempDir
    private Path directory;

    private record Example(Path page, int number, String yaml) {}

    private static Stream<Example> examples(Path page) {
        try {
            List<String> blocks = EXAMPLE.matcher(Files.readString(page))
                    .results()
                    .map(block -> block.group(1))
                    .toList();
            return Stream.iterate(0, i -> i < blocks.size(), i -> i + 1).map(i -> new Example(page, i, blocks.get(i)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyWholePolicyIsSound() throws IOException {
        var pages = new ArrayList<>(List.of(Path.of("README.md")));
        try (var docs = Files.newDirectoryStream(Path.of("docs"), "*.md")) {
            docs.forEach(pages::add);
        }
        var whole = pages.stream()
                .flatMap(DocumentedPoliciesTest::examples)
                .filter(example -> example.yaml().contains("\nbindings:"))
                .toList();
        assertThat(whole).hasSizeGreaterThan(5);
        return whole.stream()
                .map(example -> DynamicTest.dynamicTest(example.page() + " " + example.number(), () -> sound(example)));
    }

    private void sound(Example example) throws IOException {
        var file = Files.writeString(directory.resolve("policy.yaml"), example.yaml());
        var run = Cli.run("policy", "check", file.toString());
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(Exit.OK);
    }
}
