package io.sagegate.policy.document;

import org.jspecify.annotations.Nullable;

/// Reads on after a problem, so that whoever wrote the document is told all of them at once.
///
/// What was read beside a problem is never used: [#raise] stands before it.
public final class Problems {
    private @Nullable PolicySyntaxException first;

    /// A step that yields a value.
    @FunctionalInterface
    public interface Reading<T> {
        T read() throws PolicySyntaxException;
    }

    /// A step that only looks.
    @FunctionalInterface
    public interface Check {
        void check() throws PolicySyntaxException;
    }

    /// The value that was read, or the other one where it could not be.
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

    /// Throws the first problem with the others in it, if there was one.
    public void raise() throws PolicySyntaxException {
        if (first != null) {
            throw first;
        }
    }
}
