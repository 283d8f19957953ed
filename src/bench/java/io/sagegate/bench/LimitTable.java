package io.sagegate.bench;

import io.sagegate.local.world.ChildProcess;
import io.sagegate.local.world.DynamoDbLocal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// How many calls each kind of limit admits with 1, 8 and 64 parallel callers in up to four processes, beside what a
/// counter that is read, compared and incremented admits. Then what counting costs.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.bench.LimitTable`
public final class LimitTable {
    private static final int PROCESSES = 4;

    private LimitTable() {}

    private record Child(Socket socket, BufferedReader in, PrintWriter out) {
        static Child of(Socket socket) throws IOException {
            return new Child(
                    socket,
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)),
                    new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8));
        }
    }

    public static void main(String[] args) throws Exception {
        var directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "limits");
        try (var database = DynamoDbLocal.start(directory.resolve("dynamodb"));
                var server = new ServerSocket(0, PROCESSES, InetAddress.getLoopbackAddress())) {
            createTable(database.endpoint());
            var processes = new ArrayList<ChildProcess>();
            try {
                var children = new ArrayList<Child>();
                for (var i = 0; i < PROCESSES; i++) {
                    processes.add(start(server.getLocalPort(), database.endpoint(), directory));
                    children.add(Child.of(server.accept()));
                }
                table(children);
            } finally {
                processes.forEach(ChildProcess::close);
            }
            LimitCost.print(database.endpoint());
        }
        System.exit(0);
    }

    private static ChildProcess start(int port, URI database, Path directory) throws IOException {
        var command = List.of(
                ChildProcess.java(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LimitCaller.class.getName(),
                Integer.toString(port),
                database.toString());
        return ChildProcess.start(command, Map.of(), Path.of("").toAbsolutePath(), directory.resolve("callers.log"));
    }

    @SuppressWarnings("unchecked") // The SDK's own varargs of consumers.
    static void createTable(URI endpoint) {
        try (var client = LimitCaller.client(endpoint)) {
            client.createTable(create -> create.tableName(LimitCaller.TABLE)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(id -> id.attributeName("id").attributeType(ScalarAttributeType.S))
                    .keySchema(id -> id.attributeName("id").keyType(KeyType.HASH)));
        }
    }

    private static void table(List<Child> children) throws Exception {
        run(children, "EXACT", LimitKind.REQUESTS, "warmup", 8, 10);
        run(children, "NAIVE", LimitKind.REQUESTS, "warmup-naive", 8, 10);
        System.out.println("| limit | counted by | 1 caller | 8 callers | 64 callers |");
        System.out.println("|---|---|---|---|---|");
        for (var kind : LimitKind.values()) {
            for (var mode : List.of("EXACT", "NAIVE")) {
                var row = new StringBuilder("| " + kind.name().toLowerCase(java.util.Locale.ROOT) + " | "
                        + (mode.equals("EXACT") ? "Sagegate" : "read, compare, increment") + " |");
                for (var callers : new int[] {1, 8, 64}) {
                    var attempts = Math.max(3, (kind == LimitKind.CONCURRENT ? 30 : 180) / callers);
                    var role = (mode + "-" + kind + "-" + callers)
                            .toLowerCase(java.util.Locale.ROOT)
                            .replace('_', '-');
                    var calls = run(children, mode, kind, role, callers, attempts);
                    var admitted = kind == LimitKind.CONCURRENT ? together(calls) : calls.size();
                    row.append(' ')
                            .append(admitted)
                            .append(" / ")
                            .append(kind.limit)
                            .append(" |");
                }
                System.out.println(row);
            }
        }
    }

    private static List<long[]> run(
            List<Child> children, String mode, LimitKind kind, String role, int callers, int attempts)
            throws Exception {
        var used = children.subList(0, Math.min(callers, PROCESSES));
        var command = mode + " " + kind + " " + role + " " + callers / used.size() + " " + attempts;
        var calls = new ArrayList<long[]>();
        try (var threads = Executors.newFixedThreadPool(used.size())) {
            List<Callable<String>> answers = new ArrayList<>();
            for (var child : used) {
                answers.add(() -> {
                    child.out().println(command);
                    return String.valueOf(child.in().readLine());
                });
            }
            for (var answer : threads.invokeAll(answers)) {
                for (var call : answer.get().split(" ", -1)) {
                    if (!call.isEmpty()) {
                        var dash = call.indexOf('-');
                        calls.add(new long[] {
                            Long.parseLong(call.substring(0, dash)), Long.parseLong(call.substring(dash + 1))
                        });
                    }
                }
            }
        }
        return calls;
    }

    /// The most that ran at the same time.
    private static int together(List<long[]> calls) {
        var changes = new TreeMap<Long, Integer>();
        for (var call : calls) {
            changes.merge(call[0], 1, Integer::sum);
            changes.merge(call[1], -1, Integer::sum);
        }
        var running = 0;
        var most = 0;
        for (var change : changes.values()) {
            running += change;
            most = Math.max(most, running);
        }
        return most;
    }
}
