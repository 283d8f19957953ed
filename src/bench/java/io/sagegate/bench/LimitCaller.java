package io.sagegate.bench;

import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.aws.dynamodb.usage.DynamoDbUsageStore;
import io.sagegate.limits.Admission;
import io.sagegate.limits.Calls;
import io.sagegate.limits.Limiter;
import io.sagegate.limits.Reservation;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.local.LocalCalls;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// One process of callers: does as its parent says, run by run, and answers with when each admitted call ran.
final class LimitCaller {
    static final String TABLE = "usage";
    private static final InstantSource STOPPED = InstantSource.fixed(Instant.parse("2026-11-23T10:00:00Z"));
    private static final int MOST_RETRIES = 20;
    private static final long RETRY_MILLIS = 50;
    private static final long MODEL_MILLIS = 5;
    private static final long LONG_MODEL_MILLIS = 100;

    private final DynamoDb tables;
    private final DynamoDbClient client;

    private LimitCaller(URI endpoint, DynamoDbClient client) {
        this.tables = LocalCalls.dynamoDb(endpoint);
        this.client = client;
    }

    static DynamoDbClient client(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(AwsCrtHttpClient.builder().maxConcurrency(64))
                .build();
    }

    /// Arguments: the parent's port, DynamoDB's endpoint.
    public static void main(String[] args) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
                var client = client(URI.create(args[1]));
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                var out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                out.println(new LimitCaller(URI.create(args[1]), client).run(line.split(" ", -1)));
            }
        }
    }

    /// `EXACT|NAIVE kind role threads attempts`; the answer is a list of `begin-end` in nanoseconds.
    private String run(String[] words) throws Exception {
        var kind = LimitKind.valueOf(words[1]);
        var attempts = Integer.parseInt(words[4]);
        var limiter = new Limiter(new DynamoDbUsageStore(tables, TABLE), STOPPED);
        var naive = new ReadCompareIncrement(client, TABLE, words[2]);
        Callable<List<String>> caller = () -> {
            var admitted = new ArrayList<String>();
            for (var i = 0; i < attempts; i++) {
                if (words[0].equals("EXACT")) {
                    exact(limiter, kind, words[2], admitted);
                } else {
                    naive(naive, kind, admitted);
                }
            }
            return admitted;
        };
        var all = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(Integer.parseInt(words[3]))) {
            var callers = Collections.nCopies(Integer.parseInt(words[3]), caller);
            for (var done : threads.invokeAll(callers)) {
                all.addAll(done.get());
            }
        }
        return String.join(" ", all);
    }

    private static void exact(Limiter limiter, LimitKind kind, String role, List<String> admitted)
            throws InterruptedException, UsageUnavailableException {
        var deadline = STOPPED.instant().plusSeconds(30);
        var admission = limiter.reserve(kind.permit(role), Calls.ALICE, LimitKind.DEMAND, deadline);
        // As a caller does who is told 503.
        for (var again = 0; again < MOST_RETRIES && admission instanceof Admission.Unavailable; again++) {
            Thread.sleep(RETRY_MILLIS);
            admission = limiter.reserve(kind.permit(role), Calls.ALICE, LimitKind.DEMAND, deadline);
        }
        if (admission instanceof Reservation reservation) {
            admitted.add(call(kind));
            limiter.settle(reservation, LimitKind.USAGE);
        } else if (admission instanceof Admission.Unavailable unavailable) {
            System.err.println("unavailable: " + unavailable.cause());
        }
    }

    private static void naive(ReadCompareIncrement counter, LimitKind kind, List<String> admitted)
            throws InterruptedException {
        if (counter.hasRoom(kind.limit, 1)) {
            if (kind == LimitKind.CONCURRENT) {
                counter.add(1);
                admitted.add(call(kind));
                counter.add(-1);
            } else {
                admitted.add(call(kind));
                counter.add(1);
            }
        }
    }

    private static String call(LimitKind kind) throws InterruptedException {
        var begin = System.nanoTime();
        Thread.sleep(kind == LimitKind.CONCURRENT ? LONG_MODEL_MILLIS : MODEL_MILLIS);
        return begin + "-" + System.nanoTime();
    }
}
