package io.sagegate.local.world;

import io.sagegate.local.world.S3Front.StoredObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/// The asynchronous side of SageMaker's stand-in: reads a call's input, calls the container and writes what came of it
/// to S3, after a delay.
public final class AsyncQueue implements AutoCloseable {
    private static final Duration LONGEST_CALL = Duration.ofMinutes(15);
    private static final int LARGEST_RESULT = 256 * 1024 * 1024;

    private final S3Front store;
    private final String bucket;
    private final ContainerClient containers = new ContainerClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Duration delay;

    /// @param bucket where endpoints write, under `results/`
    public AsyncQueue(S3Front store, String bucket, Duration delay) {
        this.store = store;
        this.bucket = bucket;
        this.delay = delay;
    }

    /// From now on every call waits so long before it runs.
    public void delay(Duration wait) {
        this.delay = wait;
    }

    String output(String endpoint, String id) {
        return "s3://" + bucket + "/results/" + endpoint + "/output/" + id + ".out";
    }

    String failure(String endpoint, String id) {
        return "s3://" + bucket + "/results/" + endpoint + "/failure/" + id + "-error.out";
    }

    /// Runs the call later.
    ///
    /// @param id of the inference
    void add(Invocations.Call call, String id) {
        Duration wait = delay;
        threads.execute(() -> {
            try {
                Thread.sleep(wait);
                run(call, id);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void run(Invocations.Call call, String id) {
        String location = call.headers().get("x-amzn-sagemaker-inputlocation");
        Optional<byte[]> input = location == null
                ? Optional.of(call.body())
                : store.get(location).map(StoredObject::bytes);
        if (input.isEmpty()) {
            fail(call, id, "The input object could not be read.");
            return;
        }
        try {
            HttpResponse<byte[]> answer = containers.whole(
                    call.target().container(), call.headers(), input.get(), LONGEST_CALL, LARGEST_RESULT);
            int status = answer.statusCode();
            if (status / 100 == 2) {
                String type = answer.headers().firstValue("Content-Type").orElse("application/octet-stream");
                store.put(output(call.endpoint(), id), type, answer.body());
            } else {
                String text = new String(answer.body(), StandardCharsets.UTF_8);
                String side = status < 500 ? "client" : "server";
                fail(
                        call,
                        id,
                        "Received " + side + " error (" + status + ") from primary with message \"" + text + "\"");
            }
        } catch (IOException | TimeoutException e) {
            fail(call, id, "Received server error (0) from primary with message \"no answer\"");
        }
    }

    private void fail(Invocations.Call call, String id, String text) {
        store.put(failure(call.endpoint(), id), "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        threads.shutdownNow();
        containers.close();
    }
}
