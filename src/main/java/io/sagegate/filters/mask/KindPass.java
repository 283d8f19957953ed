package io.sagegate.filters.mask;

import io.sagegate.filters.detect.Candidates;
import io.sagegate.filters.detect.Detector;
import io.sagegate.filters.detect.Detectors;
import io.sagegate.filters.detect.Letters;
import io.sagegate.policy.obligation.Masking;
import io.sagegate.policy.obligation.SensitiveKind;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Masks known kinds of data in one reading of a text: as it is written, or with its escapes undone. It holds text
/// back only from the possible beginning of a match, and never more than the detectors look ahead.
final class KindPass implements Masker {
    private static final int CONTEXT = 2;
    private static final int SWALLOW_TAIL = 128;
    private static final int NOWHERE = -1;

    private final Detector[] detectors;
    private final String[] labels;
    private final Candidates candidates;
    private final Letters text;
    private int next;
    private boolean hasMetSpecial;
    private @Nullable Detector swallowing;

    // The places where pieces begin: that of the current piece, and those to come.
    private int pieceStart = NOWHERE;
    private final ArrayDeque<Integer> joints = new ArrayDeque<>();

    KindPass(Masking.Kinds masking, boolean undoes) {
        var kinds = masking.kinds().stream().sorted().toList();
        detectors = kinds.stream().map(Detectors::of).toArray(Detector[]::new);
        labels = kinds.stream().map(kind -> masking.with().orElse(label(kind))).toArray(String[]::new);
        candidates = new Candidates(List.of(detectors));
        text = new Letters(undoes);
    }

    private static String label(SensitiveKind kind) {
        return "[" + kind.code() + "]";
    }

    @Override
    public void push(String piece, StringBuilder out) {
        add(piece);
        run(false, out);
        forget(Math.max(0, next - CONTEXT));
    }

    /// Lets a text through, and keeps its end as the context of the next one.
    void pass(String piece, StringBuilder out) {
        add(piece);
        text.end();
        show(text.length(), out);
        forget(Math.max(0, next - CONTEXT));
    }

    private void add(String piece) {
        var from = 0;
        for (var at = Masker.joint(piece, 0); at >= 0; at = Masker.joint(piece, from)) {
            text.add(piece, from, at);
            if (!text.endsInside()) {
                joints.add(text.length());
            }
            from = at + 1;
        }
        text.add(piece, from, piece.length());
    }

    @Override
    public void finish(StringBuilder out) {
        run(true, out);
        reset();
    }

    /// Whether the last text that ended may read otherwise than it is written.
    boolean hasMetSpecial() {
        return hasMetSpecial;
    }

    private void reset() {
        hasMetSpecial = text.hasMetSpecial();
        swallowing = null;
        text.clear();
        joints.clear();
        pieceStart = NOWHERE;
        next = 0;
    }

    @Override
    public String whole(String whole) {
        add(whole);
        text.end();
        if (joints.isEmpty() && candidates.next(text, 0, text.length(), NOWHERE, true) == text.length()) {
            reset();
            return whole;
        }
        var out = new StringBuilder(whole.length() + 16);
        finish(out);
        return whole.contentEquals(out) ? whole : out.toString();
    }

    @Override
    public int held() {
        return text.written(next);
    }

    @Override
    public boolean swallows() {
        return swallowing != null;
    }

    private void forget(int characters) {
        text.forget(characters);
        next -= characters;
        pieceStart = Math.max(NOWHERE, pieceStart - characters);
        for (var i = joints.size(); i > 0; i--) {
            joints.add(joints.removeFirst() - characters);
        }
    }

    private void run(boolean last, StringBuilder out) {
        if (last) {
            text.end();
        }
        while (next < text.length()) {
            if (swallowing != null && !swallowed(swallowing, last, out)) {
                return;
            }
            if (next == text.length()) {
                break;
            }
            var joint = joints.isEmpty() ? text.length() : joints.getFirst();
            show(candidates.next(text, next, joint, pieceStart, last), out);
            if (next < joint && !step(last, out)) {
                return;
            }
        }
        show(next, out);
    }

    /// Drops the characters that belong to the last match; false if more of them may come.
    private boolean swallowed(Detector detector, boolean last, StringBuilder out) {
        var end = detector.rest(text, next, last);
        if (end < 0) {
            skip(Math.max(next, text.length() - SWALLOW_TAIL), out);
            return false;
        }
        skip(end, out);
        swallowing = null;
        return true;
    }

    private boolean step(boolean last, StringBuilder out) {
        var c = text.charAt(next);
        for (var i = 0; i < detectors.length; i++) {
            if (!detectors[i].mayStart(c)) {
                continue;
            }
            var end = detectors[i].at(text, next, last);
            if (end == Detector.NO) {
                end = alone(detectors[i], last);
            }
            var reach = end > next ? reach(detectors[i], end, last) : end;
            if (reach == Detector.MORE) {
                return false;
            }
            if (reach > next) {
                out.append(labels[i]);
                skip(reach, out);
                return true;
            }
        }
        show(next + 1, out);
        return true;
    }

    /// The detector's answer for the current piece as if no text stood around it.
    private int alone(Detector detector, boolean last) {
        if (pieceStart == NOWHERE && joints.isEmpty()) {
            return Detector.NO;
        }
        var start = Math.max(0, pieceStart);
        var end = joints.isEmpty() ? text.length() : joints.getFirst();
        var found = detector.at(new Alone(text, start, end), next - start, last || !joints.isEmpty());
        return found < 0 ? found : found + start;
    }

    /// The end of a match that reaches into a later piece. If a match within this piece alone crosses that end, it
    /// is the end of that match. Whether one does may show only with more of the piece.
    private int reach(Detector found, int end, boolean last) {
        var start = next;
        var pieceEnd = text.length();
        for (var joint : joints) {
            start = joint < end ? joint : start;
            pieceEnd = joint >= end ? Math.min(pieceEnd, joint) : pieceEnd;
        }
        var piece = new Alone(text, start, pieceEnd);
        var isWhole = last || pieceEnd < text.length() || joints.contains(pieceEnd);
        for (var at = start; start > next && at < end; at++) {
            for (var detector : detectors) {
                var other = detector.mayStart(text.charAt(at)) ? detector.at(piece, at - start, isWhole) : Detector.NO;
                if (other == Detector.MORE) {
                    return Detector.MORE;
                }
                if (start + other > end) {
                    swallowing = detector.swallows() ? detector : null;
                    return start + other;
                }
            }
        }
        swallowing = found.swallows() ? found : null;
        return end;
    }

    private void show(int to, StringBuilder out) {
        while (!joints.isEmpty() && joints.getFirst() <= to) {
            text.write(next, joints.getFirst(), JOINT, out);
            joint(out);
        }
        text.write(next, to, JOINT, out);
        next = to;
    }

    private void skip(int to, StringBuilder out) {
        out.repeat(JOINT, text.endsInside(next, to));
        while (!joints.isEmpty() && joints.getFirst() <= to) {
            joint(out);
        }
        next = to;
    }

    private void joint(StringBuilder out) {
        next = joints.removeFirst();
        pieceStart = next;
        out.append(JOINT);
    }
}
