package io.sagegate.filters.events;

import io.sagegate.filters.FilterException;
import io.sagegate.filters.json.Piece;
import io.sagegate.filters.json.Place;
import io.sagegate.filters.mask.MaskChain;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Watches the texts at places that no rule knows, one [Watch] for each place. The wait for a text that does not go
/// on is bounded. It is longer the more texts there are, since they may take turns.
final class Watches {
    private static final int PATIENCE = 16;
    private static final int PATIENCE_FOR_EACH = 2;
    private static final int LONGEST_PATIENCE = 512;
    private static final int MAX_PLACES = 8_192;

    private final Supplier<MaskChain> chains;
    private final Map<Place, Watch> watches = new HashMap<>();
    // The watches of places that the last events had.
    private final Map<Place, Watch> open = new LinkedHashMap<>();
    private long event;

    Watches(Supplier<MaskChain> chains) {
        this.chains = chains;
    }

    /// Takes the next text at a place, and whether the text ends with it.
    Piece push(Place place, String text, boolean ends) throws FilterException {
        var watch = watches.computeIfAbsent(place, _ -> new Watch(chains));
        if (watches.size() > MAX_PLACES) {
            throw new FilterException("the stream has too many texts that may be pieces of longer ones");
        }
        open.put(place, watch);
        var piece = watch.push(text, event);
        if (ends) {
            watch.finish();
        }
        return piece;
    }

    boolean isLabel(Place place) {
        var watch = watches.get(place);
        return watch != null && watch.isLabel();
    }

    boolean has(Place place) {
        return watches.containsKey(place);
    }

    /// Ends all texts within these places.
    void end(Set<Place> ends) {
        if (!ends.isEmpty()) {
            open.entrySet().removeIf(entry -> {
                var ended = TextEnds.within(ends, entry.getKey());
                if (ended) {
                    entry.getValue().finish();
                }
                return ended;
            });
        }
    }

    /// Ends an event.
    void next() {
        event++;
        var patience = Math.min(LONGEST_PATIENCE, PATIENCE + PATIENCE_FOR_EACH * watches.size());
        open.values().removeIf(watch -> {
            var gone = event - watch.seen() > patience;
            if (gone) {
                watch.letGo();
            }
            return gone;
        });
    }
}
