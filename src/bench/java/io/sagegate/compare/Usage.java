package io.sagegate.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/// CPU time and memory of another process, as the kernel counts them.
final class Usage {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");

    private Usage() {}

    static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /// Megabytes of resident memory; NaN where there is no `/proc`.
    static double megabytes(ProcessHandle process) {
        try {
            var status = RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
            return status.find() ? Long.parseLong(status.group(1)) / 1e3 : Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
