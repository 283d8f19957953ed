package io.sagegate.compare;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.Optional;

/// One way to the model.
///
/// @param leavesOut the parts of a gateway's job that it does not do, for the report
/// @param streamed starts what answers streamed calls; empty where it cannot stream
record Contender(String name, String leavesOut, Starter whole, Optional<Starter> streamed) {
    /// Starts a way; the caller ends it.
    interface Starter {
        Running start() throws IOException, InterruptedException;
    }

    /// Makes a request anew for each call.
    interface Requests {
        HttpRequest make();
    }

    /// A way that was started.
    ///
    /// @param process the process that is measured; empty for the direct call
    record Running(Requests requests, Optional<ProcessHandle> process, AutoCloseable parts) implements AutoCloseable {
        @Override
        public void close() {
            try {
                parts.close();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("could not be ended", e);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("could not be ended", e);
            }
        }
    }
}
