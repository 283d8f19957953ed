package io.sagegate.aws.call;

/// The domains of AWS's addresses by region, for a template that does not state them.
///
/// Source: AWS General Reference, "AWS service endpoints"; the partitions of the AWS SDKs.
public final class Partition {
    private Partition() {}

    public static String dnsSuffix(String region) {
        var end = region.indexOf('-', region.indexOf('-') + 1);
        var start = region.substring(0, end < 0 ? region.length() : end);
        if (start.startsWith("cn-")) {
            return "amazonaws.com.cn";
        }
        return switch (start) {
            case "us-iso" -> "c2s.ic.gov";
            case "us-isob" -> "sc2s.sgov.gov";
            case "us-isof" -> "csp.hci.ic.gov";
            case "eu-isoe" -> "cloud.adc-e.uk";
            case "eusc-de" -> "amazonaws.eu";
            default -> "amazonaws.com";
        };
    }
}
