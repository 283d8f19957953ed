package io.sagegate.json.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One rule of a compiled schema. A rule about one kind of value holds for every other kind.
sealed interface Rule permits Leaf, Rule.Schema, Rule.Reference, Rule.EachElement, Rule.EachMember, Rule.Combined {
    /// A schema: the rules of all its keywords, in the order of checking. The schema `true` has no rules.
    record Schema(List<Rule> rules) implements Rule {
        public Schema {
            rules = List.copyOf(rules);
        }
    }

    /// `$ref`.
    ///
    /// @param name the name of a definition in `$defs`
    record Reference(String name) implements Rule {}

    /// `items`.
    record EachElement(Rule schema) implements Rule {}

    /// `properties` and `additionalProperties`.
    ///
    /// @param known the schemas of the members that the schema names
    /// @param other the schema of every other member
    record EachMember(Map<String, Rule> known, Optional<Rule> other) implements Rule {
        public EachMember {
            known = Map.copyOf(known);
        }
    }

    /// A rule about how many of several schemas hold for one value.
    sealed interface Combined extends Rule {
        /// `allOf`.
        record All(List<Rule> schemas) implements Combined {
            public All {
                schemas = List.copyOf(schemas);
            }
        }

        /// `anyOf`.
        record Any(List<Rule> schemas) implements Combined {
            public Any {
                schemas = List.copyOf(schemas);
            }
        }

        /// `oneOf`.
        record One(List<Rule> schemas) implements Combined {
            public One {
                schemas = List.copyOf(schemas);
            }
        }

        /// `not`.
        record None(Rule schema) implements Combined {}
    }
}
