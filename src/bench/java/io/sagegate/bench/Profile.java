package io.sagegate.bench;

import io.sagegate.local.LocalWorld;
import io.sagegate.local.SampleCall;
import io.sagegate.local.StackOptions;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;

/// Where the microseconds of a warm call go, by rooms.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.bench.Profile -Dbench.args="warm-up-calls measured-calls subject"`, default
/// `5000 20000 "gateway, one token"`. The recording stays in `target/bench/profile.jfr`.
public final class Profile {
    private Profile() {}

    public static void main(String[] args) throws Exception {
        var warmUp = args.length > 0 ? Integer.parseInt(args[0]) : 5_000;
        var measured = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        var name = args.length > 2 ? args[2] : "one token";
        var directory = Path.of("target", "bench");
        var sample = SampleCall.read();
        var options = new StackOptions();
        new CommandLine(options)
                .parseArgs("--policy", BenchPolicy.write(directory).toString());
        try (var world = LocalWorld.start(options, LocalWorld.Code.GATEWAY, directory.resolve("world"), _ -> {})) {
            var subject = Subject.all(world.localIssuer().orElseThrow(), sample).stream()
                    .filter(one -> one.name().contains(name))
                    .findFirst()
                    .orElseThrow();
            try (var function = BenchFunction.started(world, sample, subject)) {
                function.call(warmUp);
                var recording = CpuRecording.start(function.pid(), directory.resolve("profile.jfr"));
                var before = function.cpu();
                function.call(measured);
                var took = function.cpu().minus(before).toNanos() / 1e3 / measured;
                System.out.printf(Locale.ROOT, "%n%s: %.0f µs of CPU a call%n", subject.name(), took);
                recording.print(measured);
            }
        }
        System.exit(0);
    }
}
