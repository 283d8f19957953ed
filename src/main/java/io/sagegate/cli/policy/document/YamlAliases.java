package io.sagegate.cli.policy.document;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Finds aliases of lists and objects in a document: they are short to write and hard to review.
final class YamlAliases {
    private YamlAliases() {}

    /// The first such place in a document that was refused. It reads events only, so it expands nothing.
    static Optional<Mark> ofCollections(LoadSettings settings, String text) {
        try {
            var isCollection = new HashMap<Anchor, Boolean>();
            for (var event : new Parse(settings).parseReader(new YamlText(text))) {
                if (event instanceof NodeEvent node && isAliasOfCollection(node, isCollection)) {
                    return event.getStartMark();
                }
            }
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean isAliasOfCollection(NodeEvent event, Map<Anchor, Boolean> isCollection) {
        if (event instanceof AliasEvent alias) {
            return isCollection.getOrDefault(alias.getAlias(), false);
        }
        event.getAnchor().ifPresent(anchor -> isCollection.put(anchor, event instanceof CollectionStartEvent));
        return false;
    }
}
