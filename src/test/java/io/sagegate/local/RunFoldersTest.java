package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFoldersTest {
    @TempDir
    private Path home;

    private Path folder(String name) throws IOException {
        Path folder = home.resolve(name);
        Files.writeString(Files.createDirectories(folder.resolve("task")).resolve("function.log"), "old");
        return folder;
    }

    private static long gone() throws IOException, InterruptedException {
        var process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    @Test
    void foldersOfProcessesThatAreGoneAreDeletedAndNoOthers() throws Exception {
        var unused = folder(Long.toString(gone()));
        var own = folder(Long.toString(ProcessHandle.current().pid()));
        var running = folder("1");
        var other = folder("test123");

        assertThat(RunFolders.own(home)).isEqualTo(own).isEmptyDirectory();

        assertThat(unused).doesNotExist();
        assertThat(running).exists();
        assertThat(other).exists();
    }

    @Test
    void whatAnUnusedFolderLinksToIsLeftAlone(@TempDir Path elsewhere) throws Exception {
        var built = Files.writeString(elsewhere.resolve("Built.class"), "code");
        var unused = folder(Long.toString(gone()));
        Files.createSymbolicLink(unused.resolve("file"), built);
        Files.createSymbolicLink(unused.resolve("folder"), elsewhere);

        RunFolders.own(home);

        assertThat(unused).doesNotExist();
        assertThat(built).hasContent("code");
    }
}
