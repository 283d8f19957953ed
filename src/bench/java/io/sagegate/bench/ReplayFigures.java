package io.sagegate.bench;

import io.sagegate.cli.MadeUpMonth;
import io.sagegate.limits.MemoryUsageStore;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How long `sagegate policy replay` takes for as many made-up calls as the argument says (51,300 make 100,000 lines),
/// with the policy that decided them.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.bench.ReplayFigures`
public final class ReplayFigures {
    private ReplayFigures() {}

    public static void main(String[] args) throws Exception {
        var calls = args.length == 0 ? 51_300 : Integer.parseInt(args[0]);
        var directory = Files.createDirectories(Path.of("target", "bench"));
        var file = directory.resolve("replay.log");
        try (var out = new FileOutputStream(file.toFile())) {
            new MadeUpMonth(new MemoryUsageStore(), out).write(calls);
        }
        var policy = Files.writeString(directory.resolve("was.yaml"), MadeUpMonth.policy());
        CommandRun.print(
                List.of("policy", "replay", policy.toString(), file.toString(), "--was", policy.toString()),
                directory.resolve("replay.txt"));
        System.out.print(Files.readString(directory.resolve("replay.txt")));
        Files.delete(file);
    }
}
