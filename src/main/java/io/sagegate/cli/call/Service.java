package io.sagegate.cli.call;

import java.net.URI;
import software.amazon.awssdk.regions.Region;

/// A service of AWS that the command line asks, and how its requests are addressed.
public enum Service {
    IAM("iam", "iam", "2010-05-08"),
    CLOUDFORMATION("cloudformation", "cloudformation", "2010-05-15"),
    CLOUDWATCH("monitoring", "monitoring", "2010-08-01"),
    LAMBDA("lambda", "lambda", ""),
    LOGS("logs", "logs", "Logs_20140328"),
    SAGEMAKER("sagemaker", "api.sagemaker", "SageMaker");

    private final String signingName;
    private final String host;
    private final String version;

    Service(String signingName, String host, String version) {
        this.signingName = signingName;
        this.host = host;
        this.version = version;
    }

    /// The name in a signature's scope.
    String signingName() {
        return signingName;
    }

    /// The version of a query protocol's API, or the prefix of a JSON protocol's operations.
    String version() {
        return version;
    }

    /// Where the service is asked about a region.
    URI endpoint(Region region) {
        var suffix = region.metadata() == null
                ? "amazonaws.com"
                : region.metadata().partition().dnsSuffix();
        return URI.create(
                this == IAM
                        ? "https://" + iam(region) + "." + suffix
                        : "https://" + host + "." + region.id() + "." + suffix);
    }

    /// IAM has one endpoint for each partition, and one region that signs for it.
    Region signingRegion(Region region) {
        if (this != IAM) {
            return region;
        }
        return switch (partition(region)) {
            case "aws-us-gov" -> Region.US_GOV_WEST_1;
            case "aws-cn" -> Region.CN_NORTH_1;
            default -> Region.US_EAST_1;
        };
    }

    private static String iam(Region region) {
        return switch (partition(region)) {
            case "aws-us-gov" -> "iam.us-gov";
            case "aws-cn" -> "iam.cn-north-1";
            default -> "iam";
        };
    }

    private static String partition(Region region) {
        return region.metadata() == null ? "aws" : region.metadata().partition().id();
    }
}
