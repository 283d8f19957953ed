package io.sagegate.limits.tokens;

import io.sagegate.policy.obligation.ResponseRules;
import java.util.HashMap;
import java.util.Map;

/// Counts the bytes of an answer's texts. Labels, such as `id`, cost nothing while they are short or unchanged.
/// Vectors cost nothing up to a usual length. Without these bounds a model could hide its text there. Not
/// thread-safe.
final class AnswerText {
    /// Characters of a text that the next one must begin with: so many do not match by chance.
    private static final int SURE = 16;

    /// Longest label, in characters; a longer one counts as text.
    private static final int LONGEST_LABEL = 64;

    /// Most names whose last text is remembered, which bounds memory.
    private static final int MOST_NAMES = 64;

    /// Bytes of labels that cost nothing: these once, and [#LABELS_OF_EVENT] more with each event.
    private static final long LABELS = 256;

    private static final long LABELS_OF_EVENT = 40;

    /// Bytes of details allowed for each byte of text: twenty alternatives to each token, with their names.
    private static final long DETAILS_OF_TEXT = 32;

    /// Longest vector that costs nothing, in bytes of base64: twelve thousand dimensions.
    private static final long LONGEST_VECTOR = 65_536;

    private final Map<String, String> others = new HashMap<>();
    private final long mostVectors;
    private StringBuilder text = new StringBuilder();
    private String last = "";
    private boolean grows;
    private long total;
    private long repeated;
    private long labels;
    private long freeLabels = LABELS;
    private long vectors;
    private long overlong;
    private long details;
    private long hidden;

    AnswerText(long answers) {
        this.mostVectors = LONGEST_VECTOR * answers;
    }

    /// Begins the next event, or the only one.
    void begin() {
        text = new StringBuilder();
        freeLabels += LABELS_OF_EVENT;
    }

    /// Ends the event. Returns the bytes that it added.
    long end() {
        var before = total;
        total += added(text.toString());
        total += takeLabels();
        // A text that is repeated counts once.
        total = Math.max(total, repeated);
        var unfounded = Math.max(hidden, details / DETAILS_OF_TEXT - total);
        var added = total - before + unfounded - hidden;
        hidden = unfounded;
        return added;
    }

    /// Returns the bytes of labels and vectors beyond what is free, counted since the last call.
    long takeLabels() {
        var taken = overlong + Math.max(0, labels - freeLabels);
        freeLabels = Math.max(0, freeLabels - labels);
        labels = 0;
        overlong = 0;
        return taken;
    }

    /// Adds a text under its member's name. An empty name means that it has none.
    void add(String name, String value) {
        if (name.isEmpty() || ResponseRules.USUAL_DELTAS.contains(name)) {
            text.append(value);
        } else if ((name.equals("embedding") || name.equals("b64_json")) && Media.isBase64(value, 0)) {
            var before = Math.max(0, vectors - mostVectors);
            vectors += value.length();
            overlong += Math.max(0, vectors - mostVectors) - before;
        } else if (ResponseRules.USUAL_WHOLES.contains(name)) {
            label(name, value);
        } else if (isNew(name, value)) {
            text.append(value);
        }
    }

    /// Adds a label, which describes other texts.
    void label(String name, String value) {
        if (value.length() > LONGEST_LABEL) {
            overlong += Utf8.length(value);
        } else if (isNew(name, value)) {
            labels += Utf8.length(value);
        }
    }

    private boolean isNew(String name, String value) {
        return value.length() > LONGEST_LABEL || others.size() > MOST_NAMES || !value.equals(others.put(name, value));
    }

    /// Adds a text that repeats earlier pieces.
    void repeat(String value) {
        repeated = Math.max(repeated, Utf8.length(value));
    }

    /// Adds a text that describes pieces of the answer.
    void detail(String value) {
        details += Utf8.length(value);
    }

    /// The bytes that are new. Some servers send the whole text so far with every event.
    private long added(String now) {
        var before = last;
        last = now;
        if (before.length() >= SURE && now.startsWith(before) && (grows || now.length() > before.length())) {
            grows = true;
            return Utf8.length(now.substring(before.length()));
        }
        grows = false;
        return Utf8.length(now);
    }
}
