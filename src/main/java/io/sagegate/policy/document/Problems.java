package io.sagegate.policy.document;

import org.jspecify.annotations.Nullable;

/// Collects problems: reading goes on after one, so that an author is told all of them at once.
///
/// No value that was read beside a problem is used: [#raise] throws first.
public final class Problems {
    private @Nullable PolicySyntaxException first;

    /// A step that yields a value.
    @FunctionalInterface
    public interface Reading<T> {
        T read() throws PolicySyntaxException;
    }

    /// A step that checks and yields nothing.
    @FunctionalInterface
    public interface Check {
        void check() throws PolicySyntaxException;
    }

    /// Returns the value that was read, or `otherwise` if it could not be read.
    public <T> T read(Reading<T> reading, T otherwise) {
        try {
            return reading.read();
        } catch (PolicySyntaxException e) {
            add(e);
            return otherwise;
        }
    }

    public void check(Check check) {
        try {
            check.check();
        } catch (PolicySyntaxException e) {
            add(e);
        }
    }

    private void add(PolicySyntaxException problem) {
        if (first == null) {
            first = problem;
        } else {
            first.addSuppressed(problem);
        }
    }

    /// Throws the first problem, which carries the others, if there was one.
    public void raise() throws PolicySyntaxException {
        if (first != null) {
            throw first;
        }
    }
}
