package io.sagegate.cli.usage;

import io.sagegate.audit.chain.ChainLine;
import io.sagegate.audit.chain.ChainVerifier;
import io.sagegate.audit.chain.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/// Goes through audit lines once: hands on the calls that ended, and lets the chains be verified meanwhile.
final class CallLog {
    /// The reason of what the gateway answers by itself, such as `/whoami`: no call of a model.
    private static final String ANSWERED = "answered";

    private final Consumer<Call> calls;
    private final Optional<ChainVerifier> verifier;
    private final SeenLines seen = new SeenLines();
    private long unread;

    CallLog(Consumer<Call> calls, Optional<ChainVerifier> verifier) {
        this.calls = calls;
        this.verifier = verifier;
    }

    void read(String file, InputStream in) throws IOException {
        new LineReader(in).forEach((line, number) -> {
            verifier.ifPresent(each -> each.accept(file, line, number));
            accept(line);
        });
    }

    /// A line without a link of a chain may be anybody's, so it is not counted.
    private void accept(byte[] line) {
        var start = ChainLine.start(line, line.length);
        if (start < 0) {
            return;
        }
        var link = ChainLine.parse(line, start, line.length);
        if (link.isEmpty()) {
            unread++;
            return;
        }
        if (!seen.add(link.get().chain(), link.get().sequence()) || link.get().attempt()) {
            return;
        }
        var call = CallReader.read(line, start, line.length);
        if (call.isEmpty()) {
            unread++;
        } else if (!call.get().reason().equals(ANSWERED)) {
            calls.accept(call.get());
        }
    }

    /// How many audit lines could not be read and are in no sum.
    long unread() {
        return unread;
    }
}
