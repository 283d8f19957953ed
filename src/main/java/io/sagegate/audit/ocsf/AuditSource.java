package io.sagegate.audit.ocsf;

import java.util.Locale;

/// Where the gateway runs: the constants of every audit line.
///
/// @param account the twelve-digit account, or empty when it is not known
/// @param region the region, or empty when it is not known
/// @param version the gateway's own version
public record AuditSource(String account, String region, String version) {
    /// The ARN partition that the region belongs to.
    public String partition() {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        if (region.startsWith("us-gov-")) {
            return "aws-us-gov";
        }
        return region.startsWith("eusc-") ? "aws-eusc" : "aws";
    }

    /// Whether ARNs can be written.
    public boolean known() {
        return !account.isEmpty() && !region.isEmpty();
    }

    /// A SageMaker resource's ARN. SageMaker writes names in ARNs in lower case, whatever the resource is called.
    public String arn(String kind, String name) {
        return "arn:" + partition() + ":sagemaker:" + region + ":" + account + ":" + kind + "/"
                + name.toLowerCase(Locale.ROOT);
    }
}
