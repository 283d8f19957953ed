package io.sagegate.filters;

import io.sagegate.policy.obligation.Masking;

/// Masks what an expression of the policy matches. In a stream it holds back the longest text that the
/// expression is said to match, or less where the expression begins with plain characters.
final class PatternMasker implements Masker {
    private static final int CONTEXT = 1;

    private final Masking.Custom rule;
    private final String prefix;
    private final StringBuilder text = new StringBuilder();
    private int next;

    PatternMasker(Masking.Custom rule) {
        this.rule = rule;
        this.prefix = Prefix.of(rule.pattern().pattern());
    }

    @Override
    public void push(String piece, StringBuilder out) {
        text.append(piece);
        run(decided(), out);
        var forgotten = Math.max(0, next - CONTEXT);
        text.delete(0, forgotten);
        next -= forgotten;
    }

    @Override
    public void finish(StringBuilder out) {
        run(text.length(), out);
        text.setLength(0);
        next = 0;
    }

    @Override
    public int held() {
        return text.length() - next;
    }

    /// Matches that begin before this place are whole, and nothing new can begin before it.
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
        while (next < decided) {
            if (!matcher.find(next) || matcher.start() >= decided) {
                emit(decided, out);
                return;
            }
            emit(matcher.start(), out);
            out.append(rule.with());
            // A match is never empty: the policy's reader refuses expressions that could be.
            next = Math.max(matcher.end(), next + 1);
        }
    }

    /// Never between the halves of a pair.
    private void emit(int end, StringBuilder out) {
        var whole = end > next && end < text.length() && Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
        out.append(text, next, Math.max(next, whole));
        next = Math.max(next, whole);
    }
}
