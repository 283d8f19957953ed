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
            System.err.println(e.getMessage());
            command.usage(System.err);
            System.exit(2);
        }
        if (options.help()) {
            command.usage(System.out);
            return;
        }
        System.exit(new LocalStack(options, new PrintStream(System.out, true, StandardCharsets.UTF_8)).run());
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
        Path directory = HOME.resolve(Long.toString(ProcessHandle.current().pid()));
        LocalWorld world = running.add(LocalWorld.start(
                options, LocalWorld.Code.GATEWAY, directory, part -> out.println("  starting " + part)));
        SampleCall sample = SampleCall.read();
        FirstCall first = FirstCall.make(world, sample);
        running.add(StackFile.write(world));
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        Greeting greeting = new Greeting(out, world);
        greeting.firstCall(first, sample, took);
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
