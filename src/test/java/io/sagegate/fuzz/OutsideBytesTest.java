package io.sagegate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The list of everything that reads bytes from outside, in `docs/testing.md`.
final class OutsideBytesTest {
    private static final Path DOCUMENT = Path.of("docs/testing.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\|([^|\n]*)\\|([^|\n]*)\\|([^|\n]*)\\|([^|\n]*)\\|$");
    private static final Pattern QUOTED = Pattern.compile("`([A-Za-z]+)`");

    /// Calls by which a class takes bytes or texts apart that others wrote.
    private static final Pattern PARSES = Pattern.compile("Json\\.(read|readObject|readPiece|parser)\\("
            + "|createParser\\(|JsonBody\\.member\\(|XMLInputFactory|LoadSettings|getDecoder\\(|getUrlDecoder\\(");

    private static String section() throws IOException {
        var text = Files.readString(DOCUMENT);
        return text.substring(text.indexOf("## Can any input break it?"));
    }

    private static Set<String> quoted(String text) {
        var names = new TreeSet<String>();
        QUOTED.matcher(text).results().forEach(name -> names.add(name.group(1)));
        return names;
    }

    @Test
    void theListNamesEveryTargetAndNoOther() throws IOException {
        var listed = new TreeSet<String>();
        ROW.matcher(section()).results().forEach(row -> listed.addAll(quoted(row.group(3))));
        assertThat(listed).containsExactlyElementsOf(new TreeSet<>(FuzzTargets.names()));
    }

    @Test
    void everyClassThatCallsAParserIsInTheList() throws IOException {
        var named = quoted(section());
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (var file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                var name = file.getFileName().toString().replace(".java", "");
                if (!named.contains(name)) {
                    assertThat(PARSES.matcher(Files.readString(file)).find())
                            .as(
                                    "%s reads bytes from outside: name it in %s with the target that reads it",
                                    name, DOCUMENT)
                            .isFalse();
                }
            }
        }
    }
}
