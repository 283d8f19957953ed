package io.sagegate.cli;

/// One member of one binding.
///
/// @param member who, such as `okta:group:fraud-team`
/// @param path where the document says so
record Binding(String role, String member, String path) {}
