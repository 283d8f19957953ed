package io.sagegate.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/// The local stack's main program: `mvn -Plocal`.
public final class LocalStack {
    private static final Path HOME = Path.of("target", "local");

    private final StackOptions options;
    private final PrintStream out;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Parts running = new Parts();

    private LocalStack(StackOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] args) {
        StackOptions options = new StackOptions();
        CommandLine command = new CommandLine(options);
        try {
            command.parseArgs(args);
        } catch (CommandLine.ParameterException e) {
            System.err.println(e.getMessage() + "; -Dstack.args=--help lists the options");
            exit(2);
        }
        if (options.help()) {
            command.usage(System.out);
            return;
        }
        exit(new LocalStack(options, new PrintStream(System.out, true, StandardCharsets.UTF_8)).run());
    }

    private static void exit(int status) {
        if (status != 0) {
            MavenRun.end();
        }
        System.exit(status);
    }

    private int run() {
        Thread hook = new Thread(this::stop, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        Lifeline.watch(() -> System.exit(0));
        try {
            return up();
        } catch (IOException | RuntimeException e) {
            System.err.println("The local stack could not start: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int up() throws IOException, InterruptedException {
        long started = System.nanoTime();
        out.println("Sagegate on this machine");
        options.check();
        Path directory = RunFolders.own(HOME);
        LocalWorld world = running.add(LocalWorld.start(
                options, LocalWorld.Code.GATEWAY, directory, part -> out.println("  starting " + part)));
        SampleCall sample = SampleCall.read();
        Greeting greeting = Greeting.of(out, world);
        FirstCall first = FirstCall.make(world, sample, greeting.firstCaller());
        greeting.firstCall(first, sample, Duration.ofNanos(System.nanoTime() - started));
        running.add(StackFile.write(world));
        greeting.addresses();
        if (options.once()) {
            return first.status() == 200 ? 0 : 1;
        }
        if (!options.quiet()) {
            greeting.commands(sample);
            out.println(AuditLine.heading());
            world.log().follow(line -> AuditLine.of(line).ifPresent(out::println));
        }
        stopped.await();
        return 0;
    }

    private void stop() {
        running.close();
        stopped.countDown();
    }
}
