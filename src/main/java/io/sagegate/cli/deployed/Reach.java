package io.sagegate.cli.deployed;

/// One action that the policy simulator allows on one resource.
public record Reach(String action, String resource) {}
