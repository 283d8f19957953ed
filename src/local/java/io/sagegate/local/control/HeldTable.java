package io.sagegate.local.control;

/// Settings of a DynamoDB table of the account.
public final class HeldTable {
    final String name;
    boolean isProtected = true;
    boolean recovers = true;
    boolean forgets = true;

    HeldTable(String name) {
        this.name = name;
    }

    public void protect(boolean yes) {
        isProtected = yes;
    }

    public void recover(boolean yes) {
        recovers = yes;
    }

    public void forget(boolean yes) {
        forgets = yes;
    }
}
