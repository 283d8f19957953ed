package io.sagegate.cli.policy.document;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
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
    ///
    /// @param most how deep it looks: beyond, the parser's time grows with the square of the depth
    static Optional<Mark> ofCollections(LoadSettings settings, String text, int most) {
        try {
            var isCollection = new HashMap<Anchor, Boolean>();
            for (var events = new ShallowEvents(settings, text, most); events.hasNext(); ) {
                var event = events.next();
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
