package io.sagegate.gateway;

import io.sagegate.async.LargeCalls;
import io.sagegate.async.MemoryTickets;
import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.call.Service;
import io.sagegate.aws.call.Wire;
import io.sagegate.aws.s3.S3Objects;
import io.sagegate.inference.QueueResult;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.local.world.FrontSettings;
import io.sagegate.local.world.S3Front;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The line with an S3 on loopback, and a SageMaker that says where it will write.
final class AsyncLine {
    static final String BUCKET = "sagegate-calls";
    static final S3Front S3 = s3();
    private static final AwsCall CALLS = new AwsCall(
            new Wire(Duration.ofSeconds(2)),
            Service.of("s3", "s3", "us-east-1", "amazonaws.com", Optional.of(S3.endpoint())),
            () -> new Credentials("AKIAGATEWAY", "secret", Optional.empty()),
            InstantSource.system());

    final MemoryUsageStore usage = new MemoryUsageStore();
    final UnsettledUsage counting = new UnsettledUsage(usage);
    final MemoryTickets tickets = new MemoryTickets(usage);
    final List<String> outputs = new ArrayList<>();
    final LineOfGateway line;

    AsyncLine(Map<String, Object> grant) {
        this(grant, BUCKET);
    }

    /// @param writesTo the bucket that the endpoint writes to
    AsyncLine(Map<String, Object> grant, String writesTo) {
        var objects = new S3Objects(CALLS, BUCKET, "/" + BUCKET);
        line = new LineOfGateway(grant, counting, new LargeCalls(tickets, objects, BUCKET, Duration.ofDays(3)));
        line.queues = _ -> {
            outputs.add("s3://" + writesTo + "/results/llm/output/" + UUID.randomUUID() + ".out");
            return new QueueResult.Queued(
                    "from-sagemaker",
                    Optional.of(outputs.getLast()),
                    Optional.of(outputs.getLast().replace("/output/", "/failure/")));
        };
    }

    /// SageMaker has written the newest call's result.
    void result(String type, String text) {
        S3.put(outputs.getLast(), type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static S3Front s3() {
        try {
            var front = S3Front.start(FrontSettings.defaults().withSecrets(Map.of("AKIAGATEWAY", "secret")));
            Runtime.getRuntime().addShutdownHook(new Thread(front::close));
            return front;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
