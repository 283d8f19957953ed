package io.sagegate.cli.deployed;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Lambda function as it is configured now.
///
/// @param snapStart what SnapStart applies to, such as `PublishedVersions`
/// @param live the version that the alias `live` points to, where there is one
/// @param shifting versions that a deployment half done still sends calls to
public record FunctionFacts(
        String name,
        String snapStart,
        Optional<String> live,
        List<String> shifting,
        List<Permission> permissions,
        List<Url> urls) {
    /// A statement of the function's own policy, or of one of its versions' or aliases'.
    ///
    /// @param qualifier the alias or version; empty for the function itself
    /// @param statement as Lambda holds it
    public record Permission(String qualifier, String id, Map<String, Object> statement) {}

    /// A Function URL.
    public record Url(String qualifier, String authType) {}
}
