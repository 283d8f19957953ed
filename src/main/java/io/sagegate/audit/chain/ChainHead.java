package io.sagegate.audit.chain;

/// The newest link of a chain: kept away from the log, it shows when the log's tail was cut.
///
/// @param chain the chain's id
/// @param sequence the newest line's number
/// @param hash the newest line's hash
public record ChainHead(String chain, long sequence, String hash) {
    /// One line of JSON, as [ChainVerifier] reads heads back.
    public String toJson() {
        return "{\"audit_head\":{\"id\":\"" + chain + "\",\"sequence\":" + sequence + ",\"hash\":\"" + hash + "\"}}";
    }
}
