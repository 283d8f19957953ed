package io.sagegate.cli.policy.document;

import io.sagegate.cli.console.Finding;
import io.sagegate.cli.console.InputFile;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.console.Place;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A policy file as YAML 1.2 values that remember their places. It has no duplicate keys and no aliases for
/// collections, and it is bounded.
///
/// @param file the name used in findings
/// @param source the text as it was written, with its comments
public record PolicyDocument(String file, String source, PolicyNode root, Map<String, Place> places) {
    private static final int MAX_CHARACTERS = 16 * 1_024 * 1_024;
    private static final int MAX_DEPTH = 16;
    private static final int LONGEST_NUMBER = 100;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(MAX_CHARACTERS)
            .setUseMarks(true)
            .build();

    public static PolicyDocument read(Path file) throws IOException, InvalidPolicyException {
        return parse(InputFile.name(file), text(file));
    }

    /// Reads the file's text, unparsed.
    public static String text(Path file) throws IOException, InvalidPolicyException {
        try {
            return InputFile.text(file);
        } catch (CharacterCodingException e) {
            throw new InvalidPolicyException(new Finding(
                    Finding.Severity.ERROR,
                    InputFile.name(file),
                    Place.START,
                    "",
                    "not UTF-8; save the file as UTF-8"));
        }
    }

    public static PolicyDocument parse(String file, String text) throws InvalidPolicyException {
        try {
            // The place of the root is depth 0, so one list or object more may enclose the deepest place.
            var node = new Composer(SETTINGS, new ShallowEvents(SETTINGS, text, MAX_DEPTH + 1)).getSingleNode();
            var places = new HashMap<String, Place>();
            if (node.isPresent()) {
                mark(node.get(), "", places, 0);
                var twice = DuplicateNames.in(file, node.get());
                if (!twice.isEmpty()) {
                    throw new InvalidPolicyException(twice);
                }
            }
            var value = new StandardConstructor(SETTINGS).constructSingleDocument(node);
            return new PolicyDocument(file, text, new PolicyNode(value, ""), Map.copyOf(places));
        } catch (MarkedYamlEngineException e) {
            var place = e.getProblemMark().map(PolicyDocument::place).orElse(Place.START);
            throw new InvalidPolicyException(
                    new Finding(Finding.Severity.ERROR, file, place, "", "not well-formed YAML: " + e.getProblem()));
        } catch (YamlEngineException | NumberFormatException e) {
            var alias = YamlAliases.ofCollections(SETTINGS, text, MAX_DEPTH + 1);
            if (alias.isPresent()) {
                throw new InvalidPolicyException(new Finding(
                        Finding.Severity.ERROR,
                        file,
                        place(alias.get()),
                        "",
                        "anchors and aliases of lists and members are not accepted: write it out here"));
            }
            throw new InvalidPolicyException(new Finding(
                    Finding.Severity.ERROR,
                    file,
                    Place.START,
                    "",
                    "not well-formed YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
        }
    }

    private static void mark(Node node, String path, Map<String, Place> places, int depth) {
        if (depth > MAX_DEPTH) {
            throw new YamlEngineException("nested deeper than " + MAX_DEPTH);
        }
        node.getStartMark().ifPresent(mark -> places.putIfAbsent(path, place(mark)));
        switch (node) {
            case MappingNode mapping -> {
                for (var tuple : mapping.getValue()) {
                    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                        throw new YamlEngineException("a member's name must be a text");
                    }
                    bounded(key);
                    var member = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
                    // A collection begins on the next line, but a person looks at its name.
                    if (!(tuple.getValueNode() instanceof ScalarNode)) {
                        key.getStartMark().ifPresent(mark -> places.put(member, place(mark)));
                    }
                    mark(tuple.getValueNode(), member, places, depth + 1);
                }
            }
            case SequenceNode sequence -> {
                for (var i = 0; i < sequence.getValue().size(); i++) {
                    mark(sequence.getValue().get(i), path + "[" + i + "]", places, depth + 1);
                }
            }
            case ScalarNode scalar -> bounded(scalar);
            default -> {}
        }
    }

    /// The time to read a number grows with the square of its digits.
    private static void bounded(ScalarNode scalar) {
        if (scalar.getValue().length() > LONGEST_NUMBER
                && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))) {
            throw new YamlEngineException("a number longer than " + LONGEST_NUMBER + " characters");
        }
    }

    static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /// The same file with other values at the same places.
    PolicyDocument with(PolicyNode values) {
        return new PolicyDocument(file, source, values, places);
    }

    public Finding error(PolicySyntaxException e) {
        return finding(Finding.Severity.ERROR, e.path(), String.valueOf(e.getMessage()));
    }

    Finding warning(String path, String message) {
        return finding(Finding.Severity.WARNING, path, message);
    }

    private Finding finding(Finding.Severity severity, String path, String message) {
        return new Finding(severity, file, place(path), path, message);
    }

    /// The place of a path. A missing member has none, so the place of the nearest one around it counts.
    private Place place(String path) {
        for (var near = path; !near.isEmpty(); near = parent(near)) {
            var place = places.get(near);
            if (place != null) {
                return place;
            }
        }
        return Place.START;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
