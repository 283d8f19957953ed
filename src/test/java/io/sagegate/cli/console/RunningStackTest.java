package io.sagegate.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunningStackTest {
    @TempDir
    private Path home;

    private void stack(String directory, long pid, String name, long written) throws IOException {
        var file = home.resolve(directory).resolve("stack.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"pid\":" + pid + ",\"dynamodb\":\"" + name + "\",\"tokens\":{\"a\":\"secret\"}}");
        Files.setLastModifiedTime(file, FileTime.fromMillis(written));
    }

    private static long alive() {
        return ProcessHandle.current().pid();
    }

    /// The file of a process that has ended.
    private static long gone() throws IOException, InterruptedException {
        var process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    @Test
    void theSharedFileNamesTheStackThatIsMeant() throws Exception {
        stack(".", alive(), "shared", 1);
        stack("1", alive(), "older", 2);
        assertThat(RunningStack.find(home).member("dynamodb")).isEqualTo("shared");
    }

    @Test
    void whenTheNewestIsStoppedTheNewestThatRunsIsMeant() throws Exception {
        stack("1", alive(), "oldest", 1);
        stack("2", alive(), "older", 3);
        stack("3", gone(), "killed", 4);
        assertThat(RunningStack.find(home).member("dynamodb")).isEqualTo("older");
        stack(".", gone(), "killed too", 5);
        assertThat(RunningStack.find(home).member("dynamodb")).isEqualTo("older");
    }

    @Test
    void aStackThatWasKilledIsSaidToBeGone() throws Exception {
        var pid = gone();
        stack(".", pid, "killed", 1);
        assertThatThrownBy(() -> RunningStack.find(home))
                .hasMessageContaining("The local stack with pid " + pid + " is gone")
                .hasMessageContaining("mvn -Plocal");
    }

    @Test
    void whereNoStackEverRanThatIsSaid() {
        assertThatThrownBy(() -> RunningStack.find(home)).hasMessageContaining("No local stack runs here");
        assertThatThrownBy(() -> RunningStack.find(home.resolve("none")))
                .hasMessageContaining("No local stack runs here");
    }

    @Test
    void fromAnyOtherFolderTheStackOfTheCheckoutIsMeant() throws Exception {
        stack("checkout/local", alive(), "of the checkout", 1);
        var nothing = home.resolve("elsewhere");
        var checkout = home.resolve("checkout/local");
        assertThat(RunningStack.find(nothing, checkout).member("dynamodb")).isEqualTo("of the checkout");
        stack("elsewhere", alive(), "of this folder", 2);
        assertThat(RunningStack.find(nothing, checkout).member("dynamodb")).isEqualTo("of this folder");
    }

    @Test
    void tokensAreNotShown() throws Exception {
        stack(".", alive(), "shared", 1);
        assertThat(RunningStack.find(home).toString()).doesNotContain("secret");
    }
}
