package io.sagegate.cli.console;

import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The running local stack, found by the file it writes. The file is in the current directory, or else in the
/// checkout that this program was built in. The newest of several counts.
///
/// A stack that was killed leaves its file behind, so the process is looked for too.
public record RunningStack(long pid, Map<String, @Nullable Object> members) {
    private static final Path HOME = Path.of("target", "local");
    private static final String FILE = "stack.json";

    public static RunningStack find() throws CommandFailedException {
        return find(HOME, builtIn());
    }

    /// Finds the newest stack that still runs.
    ///
    /// @param homes each holds its newest stack's file, and a directory for each stack
    public static RunningStack find(Path... homes) throws CommandFailedException {
        var gone = Optional.<RunningStack>empty();
        for (var file :
                Arrays.stream(homes).flatMap(home -> files(home).stream()).toList()) {
            var stack = read(file);
            if (stack.isPresent() && stack.get().isAlive()) {
                return stack.get();
            }
            gone = gone.or(() -> stack);
        }
        throw new CommandFailedException(
                Exit.UNAVAILABLE,
                (gone.isPresent()
                                ? "The local stack with pid " + gone.get().pid() + " is gone"
                                : "No local stack runs here (" + homes[homes.length - 1].resolve(FILE) + " is missing)")
                        + ": start it with `mvn -Plocal`, then try again.");
    }

    /// The folder of the stack, if the stack is of the same checkout as this jar or these classes.
    private static Path builtIn() {
        try {
            var code = Path.of(RunningStack.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolveSibling("local");
        } catch (URISyntaxException e) {
            return HOME;
        }
    }

    public String member(String name) {
        return String.valueOf(members.get(name));
    }

    private boolean isAlive() {
        return ProcessHandle.of(pid).isPresent();
    }

    private static List<Path> files(Path home) {
        var files = new ArrayList<Path>();
        try (var directories = Files.newDirectoryStream(home, Files::isDirectory)) {
            directories.forEach(directory -> files.add(directory.resolve(FILE)));
        } catch (IOException e) {
            return List.of(home.resolve(FILE));
        }
        files.sort(Comparator.comparing(RunningStack::written).reversed());
        files.addFirst(home.resolve(FILE));
        return files;
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static Optional<RunningStack> read(Path file) {
        try {
            var members = Json.readObject(Files.readAllBytes(file), JsonLimits.IDENTITY);
            return members.get("pid") instanceof Number pid
                    ? Optional.of(new RunningStack(pid.longValue(), members))
                    : Optional.empty();
        } catch (IOException | JsonException e) {
            return Optional.empty();
        }
    }

    /// Without the tokens that the file holds.
    @Override
    public String toString() {
        return "RunningStack[" + pid + "]";
    }
}
