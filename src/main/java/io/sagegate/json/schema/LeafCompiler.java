package io.sagegate.json.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sagegate.json.JsonException;
import java.util.ArrayList;
import java.util.List;

/// Compiles the keywords that contain no schema.
final class LeafCompiler {
    private LeafCompiler() {}

    /// Compiles the rules about any value: its kind, or the value itself.
    static List<Rule> values(Written written) throws JsonException {
        var rules = new ArrayList<Rule>();
        if (written.has("type")) {
            rules.add(new Leaf.Typed(kinds(written)));
        }
        if (written.has("const")) {
            written.requireJson("const", written.raw("const"));
            rules.add(new Leaf.Constant(written.raw("const")));
        }
        if (written.has("enum")) {
            written.requireJson("enum", written.list("enum"));
            rules.add(new Leaf.OneOfValues(written.list("enum")));
        }
        return rules;
    }

    private static List<Kind> kinds(Written written) throws JsonException {
        var kinds = new ArrayList<Kind>();
        for (var name : written.raw("type") instanceof String one ? List.of(one) : written.texts("type")) {
            kinds.add(
                    Kind.named(name).orElseThrow(() -> written.error("type", "has the unknown type \"" + name + "\"")));
        }
        if (kinds.isEmpty()) {
            throw written.error("type", "must name a type");
        }
        return kinds;
    }

    /// Compiles the rules that bound a value of one kind.
    static List<Rule> bounds(Written written) throws JsonException {
        var rules = new ArrayList<Rule>();
        if (written.has("required")) {
            rules.add(new Leaf.Required(written.texts("required")));
        }
        for (var measure : Measure.values()) {
            if (written.has(measure.least()) || written.has(measure.most())) {
                var least = written.size(measure.least(), 0);
                var most = written.size(measure.most(), Integer.MAX_VALUE);
                rules.add(new Leaf.Sized(measure, least, most));
            }
        }
        if (written.has("pattern")) {
            rules.add(new Leaf.Matching(pattern(written)));
        }
        for (var bound : Bound.values()) {
            if (written.has(bound.keyword())) {
                rules.add(new Leaf.Bounded(bound, written.limit(bound.keyword())));
            }
        }
        return rules;
    }

    private static Pattern pattern(Written written) throws JsonException {
        try {
            return Pattern.compile(written.text("pattern"));
        } catch (PatternSyntaxException e) {
            throw written.error("pattern", "is not an expression that RE2 reads: " + e.getDescription());
        }
    }
}
