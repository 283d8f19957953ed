package io.sagegate.audit.ocsf;

import java.util.Locale;

/// The place where the gateway runs: the facts that are the same in every audit line.
///
/// @param account the twelve-digit account, or empty if unknown
/// @param region the region, or empty if unknown
/// @param version the gateway's own version
public record AuditSource(String account, String region, String version) {
    /// The ARN partition of the region.
    public String partition() {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        if (region.startsWith("us-gov-")) {
            return "aws-us-gov";
        }
        return region.startsWith("eusc-") ? "aws-eusc" : "aws";
    }

    /// Whether account and region are known, so that ARNs can be written.
    public boolean known() {
        return !account.isEmpty() && !region.isEmpty();
    }

    /// The ARN of a SageMaker resource. SageMaker writes names in ARNs in lower case, whatever the resource's own
    /// spelling.
    public String arn(String kind, String name) {
        return "arn:" + partition() + ":sagemaker:" + region + ":" + account + ":" + kind + "/"
                + name.toLowerCase(Locale.ROOT);
    }
}
