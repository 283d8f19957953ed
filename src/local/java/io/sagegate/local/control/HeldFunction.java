package io.sagegate.local.control;

import java.util.Map;
import java.util.TreeMap;

/// A Lambda function of the account.
public final class HeldFunction {
    final String name;
    String snapStart = "PublishedVersions";
    String liveVersion = "3";

    /// Weights of other versions behind the alias `live`.
    final Map<String, Double> weights = new TreeMap<>();

    /// Statements as JSON, by `qualifier/sid`; the function itself has an empty qualifier.
    final Map<String, String> permissions = new TreeMap<>();

    /// Kinds of authorization of Function URLs, by qualifier.
    final Map<String, String> urls = new TreeMap<>();

    HeldFunction(String name) {
        this.name = name;
    }

    public Map<String, String> permissions() {
        return permissions;
    }

    public Map<String, String> urls() {
        return urls;
    }

    public Map<String, Double> weights() {
        return weights;
    }

    public void snapStart(String appliesTo) {
        snapStart = appliesTo;
    }
}
