package io.sagegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The documents name tests; here they are.
final class ThreatModelTest {
    private static final Pattern TEST = Pattern.compile("\\b([A-Z]\\w*Test)\\b(?:#(\\w+))?");

    private static Map<String, Path> tests() throws IOException {
        try (var files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith("Test.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), Function.identity()));
        }
    }

    @Test
    void everyThreatIsCoveredByTests() throws IOException {
        var table = Files.readString(Path.of("docs", "security.md"))
                .split("\n## Threats", 2)[1]
                .split("\n## ", 2)[0];
        var rows = table.lines()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .map(row -> Arrays.asList(row.split("\\|", -1)))
                .toList();
        assertThat(rows).hasSizeGreaterThan(20).allSatisfy(cells -> {
            assertThat(cells).hasSize(6);
            assertThat(cells.subList(2, 4)).noneMatch(String::isBlank);
            assertThat(TEST.matcher(cells.get(4)).find()).as(cells.get(2)).isTrue();
        });
        assertThat(Stream.of("**S**", "**T**", "**R**", "**I**", "**D**", "**E**")
                        .filter(letter -> !table.contains(letter)))
                .isEmpty();
    }

    @Test
    void everyTestThatADocumentNamesExists() throws IOException {
        var tests = tests();
        try (var documents = Files.list(Path.of("docs"))) {
            var pages = Stream.concat(documents, Stream.of(Path.of("README.md"), Path.of(".github", "SECURITY.md")))
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
            for (var page : pages) {
                for (var named : TEST.matcher(Files.readString(page)).results().toList()) {
                    assertThat(tests).as(page.toString()).containsKey(named.group(1));
                    if (named.group(2) != null) {
                        assertThat(Files.readString(tests.get(named.group(1))))
                                .as(page + " on " + named.group())
                                .contains("void " + named.group(2) + "(");
                    }
                }
            }
        }
    }
}
