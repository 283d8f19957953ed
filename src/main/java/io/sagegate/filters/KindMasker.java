package io.sagegate.filters;

import io.sagegate.policy.obligation.Masking;
import io.sagegate.policy.obligation.SensitiveKind;
import org.jspecify.annotations.Nullable;

/// Masks known kinds of data. Holds back only from where something may have begun, and no more than the
/// detectors look ahead.
final class KindMasker implements Masker {
    private static final int CONTEXT = 2;
    private static final int SWALLOW_TAIL = 128;
    private static final char NONE = '\0';

    private final Detector[] detectors;
    private final String[] labels;
    // The text by code points: what to write, the second half of pairs, and what detectors look at.
    private final StringBuilder raw = new StringBuilder();
    private final StringBuilder low = new StringBuilder();
    private final StringBuilder normal = new StringBuilder();
    private int next;
    private @Nullable Detector swallowing;

    KindMasker(Masking.Kinds masking) {
        var kinds = masking.kinds().stream().sorted().toList();
        detectors = kinds.stream().map(Detectors::of).toArray(Detector[]::new);
        labels = kinds.stream().map(kind -> masking.with().orElse(label(kind))).toArray(String[]::new);
    }

    private static String label(SensitiveKind kind) {
        return "[" + kind.code() + "]";
    }

    @Override
    public void push(String piece, StringBuilder out) {
        piece.codePoints().forEach(c -> {
            var pair = Character.isSupplementaryCodePoint(c);
            raw.append(pair ? Character.highSurrogate(c) : (char) c);
            low.append(pair ? Character.lowSurrogate(c) : NONE);
            normal.append(Normal.of(c));
        });
        run(false, out);
        forget(Math.max(0, next - CONTEXT));
    }

    @Override
    public void finish(StringBuilder out) {
        run(true, out);
        swallowing = null;
        raw.setLength(0);
        low.setLength(0);
        normal.setLength(0);
        next = 0;
    }

    @Override
    public int held() {
        return raw.length()
                - next
                + (int) low.chars().skip(next).filter(c -> c != NONE).count();
    }

    private void forget(int characters) {
        raw.delete(0, characters);
        low.delete(0, characters);
        normal.delete(0, characters);
        next -= characters;
    }

    private void run(boolean last, StringBuilder out) {
        while (next < normal.length()) {
            if (swallowing != null && !swallowed(swallowing, last)) {
                return;
            }
            if (next == normal.length() || !step(last, out)) {
                return;
            }
        }
    }

    /// Drops what belongs to the last match; false when that may go on.
    private boolean swallowed(Detector detector, boolean last) {
        var end = detector.rest(normal, next, last);
        if (end < 0) {
            next = Math.max(next, normal.length() - SWALLOW_TAIL);
            return false;
        }
        next = end;
        swallowing = null;
        return true;
    }

    private boolean step(boolean last, StringBuilder out) {
        var c = normal.charAt(next);
        for (var i = 0; i < detectors.length; i++) {
            if (!detectors[i].mayStart(c)) {
                continue;
            }
            var end = detectors[i].at(normal, next, last);
            if (end == Detector.MORE) {
                return false;
            }
            if (end > next) {
                out.append(labels[i]);
                next = end;
                swallowing = detectors[i].swallows() ? detectors[i] : null;
                return true;
            }
        }
        out.append(raw.charAt(next));
        if (low.charAt(next) != NONE) {
            out.append(low.charAt(next));
        }
        next++;
        return true;
    }
}
