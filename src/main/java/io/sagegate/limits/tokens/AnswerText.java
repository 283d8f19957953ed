package io.sagegate.limits.tokens;

import io.sagegate.policy.obligation.ResponseRules;
import java.util.HashMap;
import java.util.Map;

/// Counts the bytes of an answer's texts. Labels, such as `id`, weigh nothing while they stay short or the same, and
/// vectors nothing up to the length that vectors have: else a model could write its text there. Not thread-safe.
final class AnswerText {
    /// Characters from which on it is no accident that a text begins with the one before.
    private static final int SURE = 16;

    /// Characters of a label.
    private static final int LONGEST_LABEL = 64;

    /// Names whose last text is remembered.
    private static final int MOST_NAMES = 64;

    /// Bytes of labels that weigh nothing: of one answer, and of each event besides.
    private static final long LABELS = 256;

    private static final long LABELS_OF_EVENT = 40;

    /// Bytes of details to one byte of text: twenty alternatives to each token, and their names.
    private static final long DETAILS_OF_TEXT = 32;

    /// Bytes of one vector in base64: twelve thousand dimensions.
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

    /// The next event, or the only one.
    void begin() {
        text = new StringBuilder();
        freeLabels += LABELS_OF_EVENT;
    }

    /// The end of it. Answers the bytes that it brought.
    long end() {
        var before = total;
        total += added(text.toString());
        total += takeLabels();
        // What is said once more may be said only once more.
        total = Math.max(total, repeated);
        var unfounded = Math.max(hidden, details / DETAILS_OF_TEXT - total);
        var added = total - before + unfounded - hidden;
        hidden = unfounded;
        return added;
    }

    /// The bytes of labels and vectors since the last time that are too many.
    long takeLabels() {
        var taken = overlong + Math.max(0, labels - freeLabels);
        freeLabels = Math.max(0, freeLabels - labels);
        labels = 0;
        overlong = 0;
        return taken;
    }

    /// A text under a name; a name that is empty has none.
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

    /// A text that describes others.
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

    /// A text that should have come before in pieces.
    void repeat(String value) {
        repeated = Math.max(repeated, Utf8.length(value));
    }

    /// A text that stands beside its pieces.
    void detail(String value) {
        details += Utf8.length(value);
    }

    /// Some servers send all the text so far with every event.
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
