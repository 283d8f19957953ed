package io.sagegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class LicencesTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Pattern ACCEPTED = Pattern.compile("Apache-2\\.0|EPL-2\\.0|MIT|MIT-0|BSD-[23]-Clause.*");

    @Test
    void everyShippedLibraryIsListedWithALicenceThatAllowsIt() throws IOException {
        var shipped = Arrays.stream(Files.readString(Path.of("target", "local", "runtime.classpath"))
                        .strip()
                        .split(File.pathSeparator, -1))
                .map(jar -> Path.of(jar).getFileName().toString().replaceFirst("-[0-9].*", ""))
                .collect(Collectors.toSet());
        var listed = ROW.matcher(Files.readString(Path.of("docs", "licences.md")))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
        assertThat(listed.keySet()).isEqualTo(shipped);
        assertThat(listed.values())
                .allMatch(licence -> ACCEPTED.matcher(licence).matches());
    }
}
