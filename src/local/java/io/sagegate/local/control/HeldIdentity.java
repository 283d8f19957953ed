package io.sagegate.local.control;

import java.util.Map;
import java.util.TreeMap;

/// A role or user of the account.
public final class HeldIdentity {
    final String kind;
    final String name;

    /// A role's trust policy; empty for a user.
    String trust;

    final Map<String, String> inline = new TreeMap<>();

    /// Documents of attached managed policies, by ARN.
    final Map<String, String> managed = new TreeMap<>();

    private HeldIdentity(String kind, String name, String trust) {
        this.kind = kind;
        this.name = name;
        this.trust = trust;
    }

    public static HeldIdentity role(String name, String trust) {
        return new HeldIdentity("role", name, trust);
    }

    public static HeldIdentity user(String name) {
        return new HeldIdentity("user", name, "");
    }

    /// The same with an inline policy.
    public HeldIdentity with(String policy, String document) {
        inline.put(policy, document);
        return this;
    }

    /// The same with a managed policy attached.
    public HeldIdentity attached(String arn, String document) {
        managed.put(arn, document);
        return this;
    }

    public void trust(String document) {
        trust = document;
    }

    public String arn() {
        return LocalAccount.arn("iam", kind + "/" + name);
    }
}
