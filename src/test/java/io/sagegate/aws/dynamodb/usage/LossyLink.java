package io.sagegate.aws.dynamodb.usage;

import io.sagegate.aws.dynamodb.DynamoDb;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.http.Exchange;
import io.sagegate.local.http.Header;
import io.sagegate.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// A way to DynamoDB on which every request arrives, but not every answer comes back.
final class LossyLink implements AutoCloseable {
    /// The fate of the answer to a request that was carried out.
    enum Fate {
        ARRIVES,
        /// The connection breaks instead.
        CUT,
        /// Nothing comes until the client gives up.
        SILENCE,
        /// The connection breaks before the request arrives. It arrives when [#arrive] is called.
        LATE
    }

    private final LoopbackServer server;
    private final HttpClient forward = HttpClient.newHttpClient();
    private final URI database;
    private final AtomicInteger carried = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final List<HttpRequest> late = new CopyOnWriteArrayList<>();
    private volatile IntFunction<Fate> fates = _ -> Fate.ARRIVES;
    private final DynamoDb client;

    LossyLink(URI database) throws IOException {
        this.database = database;
        this.server = LoopbackServer.start(0, this::carry);
        this.client = LocalCalls.dynamoDb(server.uri());
    }

    DynamoDb client() {
        return client;
    }

    /// From now on, by the number of the request that is carried out, from 0.
    void fates(IntFunction<Fate> fateOfRequest) {
        carried.set(0);
        lost.set(0);
        fates = fateOfRequest;
    }

    int lost() {
        return lost.get();
    }

    /// Carries out the requests that are late.
    void arrive() throws IOException, InterruptedException {
        for (var request : late) {
            forward.send(request, BodyHandlers.discarding());
        }
        late.clear();
    }

    private void carry(Exchange exchange) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(database)
                .POST(BodyPublishers.ofByteArray(exchange.body().readAllBytes()));
        for (var name : List.of("Content-Type", "X-Amz-Target", "Authorization", "X-Amz-Date")) {
            exchange.header(name).ifPresent(value -> request.header(name, value));
        }
        var fate = fates.apply(carried.getAndIncrement());
        if (fate == Fate.LATE) {
            late.add(request.build());
            lost.incrementAndGet();
            exchange.abort();
            return;
        }
        var answer = forward.send(request.build(), BodyHandlers.ofByteArray());
        switch (fate) {
            case ARRIVES -> {
                var headers = new ArrayList<Header>();
                answer.headers()
                        .firstValue("content-type")
                        .ifPresent(type -> headers.add(new Header("content-type", type)));
                answer.headers()
                        .firstValue("x-amz-crc32")
                        .ifPresent(sum -> headers.add(new Header("x-amz-crc32", sum)));
                exchange.answer(answer.statusCode(), headers, answer.body());
            }
            case CUT, LATE -> {
                lost.incrementAndGet();
                exchange.abort();
            }
            case SILENCE -> {
                lost.incrementAndGet();
                Thread.sleep(3_000);
                exchange.abort();
            }
        }
    }

    @Override
    public void close() {
        forward.close();
        server.close();
    }
}
