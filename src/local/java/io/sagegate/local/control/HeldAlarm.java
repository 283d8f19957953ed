package io.sagegate.local.control;

/// An alarm of the account.
public final class HeldAlarm {
    final String name;
    boolean enabled = true;
    boolean told;

    HeldAlarm(String name) {
        this.name = name;
    }

    public void enable(boolean yes) {
        enabled = yes;
    }
}
