package io.sagegate.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One fault, put into the gateway on purpose.
///
/// @param name the fault in words
/// @param file the file under `src/main/java/io/sagegate`
/// @param wide whether only wide worlds can find it
record Mutant(String name, String file, String from, String to, boolean wide) {
    private static final Path LIST = Path.of("src/sim/mutants.txt");
    private static final Path SOURCES = Path.of("src/main/java/io/sagegate");

    /// All of the list.
    static List<Mutant> all() throws IOException {
        var mutants = new ArrayList<Mutant>();
        for (var block : Files.readString(LIST).split("\n(?=# )", -1)) {
            if (block.startsWith("# ")) {
                mutants.add(read(block.split("\n", -1)));
            }
        }
        return mutants;
    }

    static Mutant named(String name) throws IOException {
        return all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Mutant read(String[] lines) {
        var from = new ArrayList<String>();
        var to = new ArrayList<String>();
        for (var line : lines) {
            if (line.startsWith("-")) {
                from.add(line.substring(1));
            } else if (line.startsWith("+")) {
                to.add(line.substring(1));
            }
        }
        var wide = lines[2].equals("wide");
        return new Mutant(lines[0].substring(2), lines[1], String.join("\n", from), String.join("\n", to), wide);
    }

    /// The seed from which on worlds look for it.
    long firstSeed() {
        return wide ? Plan.WIDE : 1;
    }

    /// How often the text that it changes occurs in its file: once, unless the code has moved on.
    int places() throws IOException {
        return source().split(java.util.regex.Pattern.quote(from), -1).length - 1;
    }

    String source() throws IOException {
        return Files.readString(SOURCES.resolve(file));
    }

    String changed() throws IOException {
        return source().replace(from, to);
    }

    Path path() {
        return SOURCES.resolve(file);
    }
}
