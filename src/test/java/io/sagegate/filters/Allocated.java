package io.sagegate.filters;

import java.lang.management.ManagementFactory;

/// How much memory the current thread has asked for: a measure of work that does not depend on the machine.
final class Allocated {
    private Allocated() {}

    static long bytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
