package io.sagegate.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One fault, put into the gateway on purpose.
///
/// @param name the fault in words
/// @param file the file under `src/main/java/io/sagegate`
/// @param wide whether only wide worlds can find it
/// @param plan a world that finds it, where worlds of seeds do so too seldom
record Mutant(String name, String file, String from, String to, boolean wide, Optional<Plan> plan) {
    /// Words of a line that says a plan.
    private static final int PLAN = 8;

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
        var words = lines[2].split(" ", -1);
        return new Mutant(
                lines[0].substring(2),
                lines[1],
                String.join("\n", from),
                String.join("\n", to),
                words[0].equals("wide"),
                words[0].equals("wide") && words.length == PLAN ? Optional.of(plan(words)) : Optional.empty());
    }

    private static Plan plan(String[] words) {
        return new Plan(
                Long.parseLong(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Integer.parseInt(words[5]),
                words[6].equals("NONE") ? Set.of() : Set.of(Trouble.valueOf(words[6])),
                Set.of(Way.valueOf(words[7])));
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
