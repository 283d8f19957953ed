package io.sagegate.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TaskFolderTest {
    @Test
    void aBuiltPackageIsLaidOutAgainAndLosesNothing(@TempDir Path directory) throws Exception {
        var built = directory.resolve("built");
        var jar = Files.createDirectories(built.resolve("lib")).resolve("a.jar");
        Files.writeString(jar, "jar");
        var wrapper = Files.writeString(built.resolve("stream-runtime"), "#!/bin/sh\n");
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        var task = directory.resolve("task");

        TaskFolder.fill(task, List.of(built, jar));

        assertThat(task.resolve("stream-runtime")).isExecutable();
        assertThat(task.resolve("lib/a.jar")).hasContent("jar");
        assertThat(jar).isRegularFile().hasContent("jar");
        assertThat(Files.isSymbolicLink(jar)).isFalse();
    }
}
