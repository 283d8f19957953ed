package io.sagegate.cli;

import io.sagegate.policy.PolicyNode;
import io.sagegate.policy.PolicySyntaxException;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML 1.2 into plain values: no duplicate keys, no aliases to speak of, bounded.
final class Yaml {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(8 * 1_024 * 1_024)
            .build();

    private Yaml() {}

    static PolicyNode read(String text) throws PolicySyntaxException {
        try {
            return new PolicyNode(new Load(SETTINGS).loadFromString(text), "");
        } catch (YamlEngineException e) {
            throw new PolicySyntaxException("", "not well-formed YAML: " + e.getMessage());
        }
    }
}
