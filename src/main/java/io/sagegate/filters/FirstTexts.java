package io.sagegate.filters;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The first text at each place that no rule knows, so that a second one is seen to go on from it.
final class FirstTexts {
    private static final int MAX_PLACES = 8_192;
    private static final int MAX_CHARACTERS = 4_194_304;

    private final Map<Place, String> texts = new HashMap<>();
    private int characters;

    /// The text that `text` may go on from: the first at this place, where it is another one; null otherwise.
    @Nullable
    String before(Place place, String text) throws FilterException {
        if (text.isEmpty()) {
            return null;
        }
        var first = texts.putIfAbsent(place, text);
        if (first == null) {
            characters += text.length();
            if (texts.size() > MAX_PLACES || characters > MAX_CHARACTERS) {
                throw new FilterException("the stream has too many texts that may be pieces of longer ones");
            }
            return null;
        }
        return first.equals(text) ? null : first;
    }
}
