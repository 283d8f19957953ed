package io.sagegate.filters.mask;

import com.google.re2j.Matcher;
import io.sagegate.policy.obligation.Masking;
import java.util.ArrayDeque;

/// Masks the matches of an expression of the policy. In a stream it holds back the longest text that the policy
/// says the expression matches. It holds back less if the expression begins with plain characters.
final class PatternMasker implements Masker {
    private static final int CONTEXT = 1;

    private final Masking.Custom rule;
    private final String prefix;
    private final StringBuilder text = new StringBuilder();
    private int next;

    // The start of the current piece, the ends of pieces, and the matches of the expression in pieces alone.
    private int piece;
    private final ArrayDeque<Integer> joints = new ArrayDeque<>();
    private final ArrayDeque<Match> matches = new ArrayDeque<>();

    private record Match(int start, int end) {}

    PatternMasker(Masking.Custom rule) {
        this.rule = rule;
        this.prefix = Prefix.of(rule.pattern().pattern());
    }

    @Override
    public void push(String more, StringBuilder out) {
        add(more);
        run(decided(), out);
        var forgotten = Math.max(0, next - CONTEXT);
        text.delete(0, forgotten);
        next -= forgotten;
        piece = Math.max(0, piece - forgotten);
        for (var i = joints.size(); i > 0; i--) {
            joints.add(joints.removeFirst() - forgotten);
        }
        for (var i = matches.size(); i > 0; i--) {
            var match = matches.removeFirst();
            matches.add(new Match(match.start() - forgotten, match.end() - forgotten));
        }
    }

    private void add(String more) {
        var from = 0;
        for (var at = Masker.joint(more, 0); at >= 0; at = Masker.joint(more, from)) {
            text.append(more, from, at);
            matchAlone();
            from = at + 1;
        }
        text.append(more, from, more.length());
    }

    private void matchAlone() {
        var alone = text.substring(Math.max(piece, next));
        var matcher = rule.pattern().matcher(alone);
        var start = text.length() - alone.length();
        for (var from = 0; alone.contains(prefix) && from < alone.length() && matcher.find(from); ) {
            matches.add(new Match(start + matcher.start(), start + matcher.end()));
            from = Math.max(matcher.end(), from + 1);
        }
        joints.add(text.length());
        piece = text.length();
    }

    @Override
    public void finish(StringBuilder out) {
        run(text.length(), out);
        text.setLength(0);
        next = 0;
        piece = 0;
        joints.clear();
        matches.clear();
    }

    @Override
    public String whole(String whole) {
        if (!whole.contains(prefix)) {
            return whole;
        }
        var out = new StringBuilder(whole.length() + 16);
        add(whole);
        finish(out);
        return whole.contentEquals(out) ? whole : out.toString();
    }

    @Override
    public int held() {
        return text.length() - next;
    }

    @Override
    public boolean swallows() {
        return false;
    }

    /// The place up to which matches are decided: those before it are whole, and no new one begins there.
    private int decided() {
        var certain = Math.max(next, text.length() - rule.maxLength());
        if (prefix.isEmpty()) {
            return certain;
        }
        for (var at = certain; at < text.length(); at++) {
            var length = Math.min(prefix.length(), text.length() - at);
            if (prefix.startsWith(text.substring(at, at + length))) {
                return at;
            }
        }
        return text.length();
    }

    private void run(int decided, StringBuilder out) {
        var matcher = rule.pattern().matcher(text);
        var joined = joined(matcher);
        while (next < decided) {
            while (!matches.isEmpty() && matches.getFirst().start() < next) {
                matches.removeFirst();
            }
            var alone = matches.isEmpty() ? text.length() : matches.getFirst().start();
            if (Math.min(joined, alone) >= decided) {
                break;
            }
            show(Math.min(joined, alone), out);
            // A match is never empty: the policy's reader refuses expressions that could be.
            var end = next + 1;
            if (alone == next) {
                end = Math.max(end, matches.removeFirst().end());
            }
            if (joined < end) {
                end = Math.max(end, matcher.end());
            }
            out.append(rule.with());
            skip(end, out);
            joined = joined < end ? joined(matcher) : joined;
        }
        show(Math.max(next, decided), out);
    }

    /// The start of the next match in the joined text, or the text's end.
    private int joined(Matcher matcher) {
        return next < text.length() && matcher.find(next) ? matcher.start() : text.length();
    }

    /// Shows the text up to a place, never between the halves of a surrogate pair.
    private void show(int to, StringBuilder out) {
        var whole = to > next && to < text.length() && Character.isLowSurrogate(text.charAt(to)) ? to - 1 : to;
        while (!joints.isEmpty() && joints.getFirst() <= whole) {
            out.append(text, next, joints.getFirst()).append(JOINT);
            next = joints.removeFirst();
        }
        out.append(text, next, Math.max(next, whole));
        next = Math.max(next, whole);
    }

    private void skip(int to, StringBuilder out) {
        while (!joints.isEmpty() && joints.getFirst() <= to) {
            joints.removeFirst();
            out.append(JOINT);
        }
        next = to;
    }
}
