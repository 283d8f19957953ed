package io.sagegate.lambda.stream;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes one event after another, on one connection, until Lambda ends the environment.
final class Worker {
    /// Failed polls in a row after which the environment counts as lost.
    private static final int PATIENCE = 5;

    /// Milliseconds before the function's end at which a slow client is abandoned, so that the record can be written.
    private static final Duration LAST_MOMENT = Duration.ofMillis(500);

    private final RuntimeClient runtime;
    private final StreamingFunction function;
    private final Watchdog watchdog;

    Worker(RuntimeClient runtime, StreamingFunction function) {
        this.runtime = runtime;
        this.function = function;
        this.watchdog = new Watchdog(runtime::cut);
    }

    /// The operational log, which starts with its first message.
    private static final class OperationalLog {
        private static final Logger LOG = LoggerFactory.getLogger("io.sagegate.runtime");

        private OperationalLog() {}

        static Logger logger() {
            return LOG;
        }
    }

    /// Runs until an exception ends it.
    void run() throws IOException, InterruptedException {
        try (watchdog) {
            loop();
        }
    }

    private void loop() throws IOException, InterruptedException {
        var failures = 0;
        while (true) {
            try {
                var invocation = runtime.next();
                failures = 0;
                answer(invocation);
            } catch (RuntimeClient.EnvironmentLostException e) {
                throw e;
            } catch (IOException e) {
                failures++;
                if (failures > PATIENCE) {
                    throw e;
                }
                OperationalLog.logger()
                        .warn(
                                "the Runtime API could not be reached: {}",
                                e.getClass().getName());
                Thread.sleep(50L * failures);
            }
        }
    }

    private void answer(Invocation invocation) throws IOException {
        var response = runtime.answering(invocation);
        watchdog.begin(invocation.deadline().minus(LAST_MOMENT));
        try {
            function.handle(invocation, response);
        } catch (IOException e) {
            // The client no longer takes the answer, or Lambda refused it. The record has been written.
            OperationalLog.logger()
                    .warn(
                            "request {} lost its way out: {}",
                            invocation.id(),
                            e.getClass().getName());
            runtime.close();
        } catch (RuntimeException | Error e) {
            OperationalLog.logger()
                    .error(
                            "request {} failed: {}",
                            invocation.id(),
                            e.getClass().getName());
            report(invocation, response, ErrorReport.of(e));
            if (e instanceof VirtualMachineError) {
                throw e;
            }
        } finally {
            watchdog.done();
        }
    }

    private void report(Invocation invocation, StreamedResponse response, ErrorReport error) throws IOException {
        if (response.ended()) {
            return;
        }
        if (response.begun()) {
            response.abort(error);
        } else {
            runtime.failed(invocation, error);
        }
    }
}
