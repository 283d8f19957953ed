package io.sagegate.cli.policy.document;

import io.sagegate.cli.console.Finding;
import io.sagegate.cli.console.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Finds members that a document gives twice. YAML readers keep one of the two, and not all keep the same one.
final class DuplicateNames {
    private final String file;
    private final List<Finding> findings = new ArrayList<>();

    private DuplicateNames(String file) {
        this.file = file;
    }

    /// All such members, in the order of the text.
    static List<Finding> in(String file, Node root) {
        var duplicates = new DuplicateNames(file);
        duplicates.look(root, "");
        return duplicates.findings;
    }

    private void look(Node node, String path) {
        switch (node) {
            case MappingNode mapping -> members(mapping, path);
            case SequenceNode sequence -> {
                for (var i = 0; i < sequence.getValue().size(); i++) {
                    look(sequence.getValue().get(i), path + "[" + i + "]");
                }
            }
            default -> {}
        }
    }

    private void members(MappingNode mapping, String path) {
        var seen = new HashMap<String, Place>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                var member = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
                var place = key.getStartMark().map(PolicyDocument::place).orElse(Place.START);
                var first = seen.putIfAbsent(key.getValue(), place);
                if (first != null) {
                    findings.add(new Finding(
                            Finding.Severity.ERROR,
                            file,
                            place,
                            member,
                            "duplicate of line " + first.line() + "; keep one of the two"));
                }
                look(tuple.getValueNode(), member);
            }
        }
    }
}
