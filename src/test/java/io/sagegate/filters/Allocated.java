package io.sagegate.filters;

import java.lang.management.ManagementFactory;

/// How much memory the current thread has asked for: a measure of work that does not depend on the machine.
public final class Allocated {
    private Allocated() {}

    public static long bytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
