package io.sagegate.filters.body;

import io.sagegate.filters.BodyFilter;
import io.sagegate.filters.FilterException;
import io.sagegate.policy.obligation.ResponseRules;

/// Measures the model's answer against its bound, and stays closed after a failure.
final class BoundedFilter implements BodyFilter {
    private final BodyFilter inner;
    private final long maxBytes;
    private long bytes;
    private boolean failed;

    BoundedFilter(BodyFilter inner, ResponseRules rules) {
        this.inner = inner;
        this.maxBytes = rules.maxBytes();
    }

    @Override
    public byte[] push(byte[] more) throws FilterException {
        bytes += more.length;
        if (bytes > maxBytes) {
            failed = true;
        }
        return guarded(() -> inner.push(more));
    }

    @Override
    public byte[] finish() throws FilterException {
        return guarded(inner::finish);
    }

    private interface Step {
        byte[] run() throws FilterException;
    }

    private byte[] guarded(Step step) throws FilterException {
        if (failed) {
            throw new FilterException(
                    bytes > maxBytes ? "the answer is longer than " + maxBytes + " bytes" : "the filter has failed");
        }
        failed = true;
        var leaving = step.run();
        failed = false;
        return leaving;
    }
}
