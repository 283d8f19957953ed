package io.sagegate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// The SAM template as maps, lists and strings; of CloudFormation's short functions, such as `!Ref`, the argument is
/// kept.
record TemplateFile(Map<String, Object> root) {
    static TemplateFile read() throws IOException {
        var text = Files.readString(Path.of("template.yaml"));
        var node = new Compose(LoadSettings.builder().build()).composeString(text);
        return new TemplateFile(map(plain(node.orElseThrow())));
    }

    private static Object plain(Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                var map = new LinkedHashMap<String, Object>();
                mapping.getValue()
                        .forEach(entry -> map.put((String) plain(entry.getKeyNode()), plain(entry.getValueNode())));
                yield map;
            }
            case SequenceNode sequence ->
                sequence.getValue().stream().map(TemplateFile::plain).toList();
            case ScalarNode scalar -> scalar.getValue();
            default -> throw new IllegalArgumentException(node.getNodeType().name());
        };
    }

    @SuppressWarnings("unchecked") // what plain() made
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /// A value that may stand alone, in a list, or not at all.
    static List<?> list(Object value) {
        return switch (value) {
            case List<?> list -> list;
            case Map<?, ?> map when map.isEmpty() -> List.of();
            default -> List.of(value);
        };
    }

    static Object at(Object value, String... path) {
        var found = value;
        for (var name : path) {
            found = map(found).getOrDefault(name, Map.of());
        }
        return found;
    }

    Map<String, Object> parameters() {
        return map(at(root, "Parameters"));
    }

    Map<String, Map<String, Object>> resources(String type) {
        var found = new LinkedHashMap<String, Map<String, Object>>();
        map(at(root, "Resources")).forEach((name, resource) -> {
            if (at(resource, "Type").equals(type)) {
                found.put(name, map(resource));
            }
        });
        return found;
    }

    /// One statement of a policy, and whose it is.
    record Right(String holder, Map<String, Object> statement) {
        String name() {
            return String.valueOf(statement.get("Sid"));
        }

        List<String> actions() {
            return list(at(statement, "Action")).stream().map(String::valueOf).toList();
        }

        List<?> resources() {
            return list(at(statement, "Resource"));
        }

        boolean allows() {
            return at(statement, "Effect").equals("Allow");
        }
    }

    /// Every statement of every policy that the template writes, but for trust policies.
    List<Right> rights() {
        var rights = new ArrayList<Right>();
        resources("AWS::IAM::Role")
                .forEach((name, role) -> list(at(role, "Properties", "Policies"))
                        .forEach(policy -> rights.addAll(statements(name, policy))));
        Stream.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
                .forEach(type -> resources(type).forEach((_, policy) -> {
                    var holder = String.valueOf(
                            list(at(policy, "Properties", "Roles")).getFirst());
                    rights.addAll(statements(holder, at(policy, "Properties")));
                }));
        Stream.of("AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy")
                .forEach(type -> resources(type)
                        .forEach((name, policy) -> rights.addAll(statements(name, at(policy, "Properties")))));
        return rights;
    }

    private static List<Right> statements(String holder, Object policy) {
        return list(at(policy, "PolicyDocument", "Statement")).stream()
                .map(statement -> new Right(holder, map(statement)))
                .toList();
    }
}
