package io.sagegate.local.world;

import java.nio.file.Path;

/// The folder that the running build writes to: Maven names it, and `target` is the default.
public final class BuildFolder {
    private static final Path ROOT = Path.of(System.getProperty("sagegate.build", "target"));

    private BuildFolder() {}

    /// Returns a file or folder under it.
    public static Path resolve(String first, String... more) {
        return ROOT.resolve(Path.of(first, more));
    }
}
