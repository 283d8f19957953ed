package io.sagegate.filters.detect;

import java.util.List;

/// Finds the places of a text at which a detector may match, by the pre-filters that the detectors state. Not
/// thread-safe.
public final class Candidates {
    private static final int ASCII = 128;

    private static final boolean[] PLAIN = new boolean[ASCII];

    static {
        for (var c = (char) 0; c < ASCII; c++) {
            PLAIN[c] = Normal.isDigit(c) || Normal.isLetter(c);
        }
    }

    private final Detector[] detectors;
    private final Detector.Landmark[] landmarks;

    // One bit per detector that may begin with a character: anywhere, and right after a letter or digit.
    private final int[] starts = new int[ASCII];
    private final int[] inside = new int[ASCII];

    // The bits of the detectors without a landmark, and of those with each landmark.
    private final int always;
    private final int[] near;

    // The detectors that may begin before a place, as far as landmarks tell, and that place.
    private int awake;
    private int until;

    public Candidates(List<Detector> detectors) {
        if (detectors.size() > Integer.SIZE) {
            throw new IllegalArgumentException("more detectors than an int has bits");
        }
        this.detectors = detectors.toArray(Detector[]::new);
        this.landmarks = detectors.stream()
                .flatMap(detector -> detector.landmark().stream())
                .distinct()
                .toArray(Detector.Landmark[]::new);
        this.near = new int[landmarks.length];
        var free = 0;
        for (var i = 0; i < this.detectors.length; i++) {
            var landmark = this.detectors[i].landmark();
            free |= landmark.isEmpty() ? 1 << i : 0;
            for (var k = 0; k < landmarks.length; k++) {
                near[k] |= landmark.filter(landmarks[k]::equals).isPresent() ? 1 << i : 0;
            }
            for (var c = (char) 0; c < ASCII; c++) {
                starts[c] |= this.detectors[i].mayStart(c) ? 1 << i : 0;
                inside[c] |= this.detectors[i].mayStart(c) && this.detectors[i].mayStartInside(c) ? 1 << i : 0;
            }
        }
        this.always = free;
    }

    /// The first place from `from` to `to` at which a detector may match, or `to`.
    ///
    /// @param edge a place before which no character is looked at
    public int next(Letters text, int from, int to, int edge, boolean last) {
        until = from;
        var before = from > 0 ? text.charAt(from - 1) : ' ';
        for (var i = from; i < to; i++) {
            if (i == until) {
                look(text, i, last);
            }
            if (i == edge) {
                before = ' ';
            }
            var c = text.charAt(i);
            var open = awake & (c >= ASCII ? others(c) : before < ASCII && PLAIN[before] ? inside[c] : starts[c]);
            if (open != 0 && isWorthTrying(open, text, i, before, last)) {
                return i;
            }
            before = c;
        }
        return to;
    }

    /// Reads the next landmarks: which detectors may begin here, and up to which place that holds.
    private void look(Letters text, int from, boolean last) {
        var end = text.length();
        awake = always;
        until = end;
        for (var k = 0; k < landmarks.length; k++) {
            var sign = text.next(landmarks[k].c(), from);
            var first = sign < end || !last ? sign - landmarks[k].reach() : end;
            if (from >= first) {
                awake |= near[k];
                until = Math.min(until, sign + 1);
            } else {
                until = Math.min(until, first);
            }
        }
    }

    private int others(char c) {
        var bits = 0;
        for (var i = 0; i < detectors.length; i++) {
            bits |= detectors[i].mayStart(c) ? 1 << i : 0;
        }
        return bits;
    }

    private boolean isWorthTrying(int open, Letters text, int at, char before, boolean last) {
        for (var rest = open; rest != 0; rest &= rest - 1) {
            if (detectors[Integer.numberOfTrailingZeros(rest)].isWorthTrying(text, at, before, last)) {
                return true;
            }
        }
        return false;
    }
}
