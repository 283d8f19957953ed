package io.sagegate.audit.chain;

/// The newest link of a chain. Kept apart from the log, it shows whether the end of the log was cut off.
///
/// @param chain the chain's id
/// @param sequence the newest line's number
/// @param hash the newest line's hash
public record ChainHead(String chain, long sequence, String hash) {
    /// One line of JSON, in the form that [ChainVerifier] reads.
    public String toJson() {
        return "{\"audit_head\":{\"id\":\"" + chain + "\",\"sequence\":" + sequence + ",\"hash\":\"" + hash + "\"}}";
    }
}
