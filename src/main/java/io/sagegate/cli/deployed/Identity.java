package io.sagegate.cli.deployed;

import java.util.List;
import java.util.Locale;

/// A role or user of the account, with every policy that gives it rights.
///
/// @param trust a role's trust policy; empty for a user
public record Identity(Kind kind, String name, String arn, String trust, List<Attached> policies) {
    /// The kind of an identity.
    public enum Kind {
        ROLE,
        USER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A policy of an identity, its own or a group's.
    ///
    /// @param from where it is written, in words
    public record Attached(String from, String document) {}

    public Identity {
        policies = List.copyOf(policies);
    }
}
