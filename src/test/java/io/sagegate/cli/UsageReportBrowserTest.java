package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sagegate.cli.console.Exit;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.local.world.ChildProcess;
import io.sagegate.local.world.LoopbackServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The report's page in Chromium; left out where there is none.
final class UsageReportBrowserTest {
    private static final List<Path> BROWSERS =
            List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));

    @TempDir
    private Path directory;

    private static Path browser() {
        var browser = BROWSERS.stream().filter(Files::isExecutable).findFirst();
        assumeThat(browser).as("Chromium").isPresent();
        return browser.orElseThrow();
    }

    private Path month() throws IOException, UsageUnavailableException {
        var file = directory.resolve("month.log");
        try (var out = Files.newOutputStream(file)) {
            new MadeUpMonth(new MemoryUsageStore(), out).write(600);
        }
        return file;
    }

    @Test
    void aBrowserDrawsABarForEachDayAndTheTopCallers() throws IOException, UsageUnavailableException {
        var browser = browser();
        var file = month();
        var page = directory.resolve("usage.html");
        Cli.run("usage", "report", "--verify", "--html", page.toString(), file.toString());
        var dom = drawn(browser, page);
        assertThat(dom.split("<rect", -1)).hasSize(31);
        assertThat(dom).contains("<title>2026-11-30: ", "okta:sub:fraud-0", "rests on an intact record");
    }

    /// All traffic of the browser goes to a proxy that answers nothing and remembers who was asked for.
    @Test
    void aBrowserAsksNobodyForAnythingAndRunsNoScriptOfAName() throws IOException, UsageUnavailableException {
        var browser = browser();
        var page = directory.resolve("usage.html");
        var file = month();
        var name = "<script>document.title=1</script><img src=http://leak.example/a>";
        Files.writeString(file, Files.readString(file).replace("fraud-0", name));
        assertThat(Cli.run("usage", "report", "--html", page.toString(), file.toString())
                        .exit())
                .isEqualTo(Exit.OK);
        var asked = new CopyOnWriteArrayList<String>();
        try (var proxy = LoopbackServer.start(exchange -> {
            asked.add(exchange.getRequestURI().toString());
            LoopbackServer.answer(exchange, 502, Map.of(), new byte[0]);
        })) {
            var dom = drawn(
                    browser, page, "--proxy-server=" + proxy.uri().getAuthority(), "--proxy-bypass-list=<-loopback>");
            assertThat(dom)
                    .contains("&lt;script&gt;", "<title>Sagegate usage</title>")
                    .doesNotContain("<script", "<img");
            assertThat(asked).noneMatch(address -> address.contains("leak.example"));
            // The proxy is in use: a page that does ask is seen there.
            var asking = Files.writeString(directory.resolve("asking.html"), "<img src=http://leak.example/c>");
            drawn(browser, asking, "--proxy-server=" + proxy.uri().getAuthority());
            assertThat(asked).anyMatch(address -> address.contains("leak.example/c"));
        }
    }

    private String drawn(Path browser, Path page, String... more) throws IOException {
        var log = directory.resolve("browser.log");
        var command = Stream.of(
                        Stream.of(
                                browser.toString(),
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--user-data-dir=" + directory.resolve("profile")),
                        Stream.of(more),
                        Stream.of("--dump-dom", page.toUri().toString()))
                .flatMap(words -> words)
                .toList();
        try (var chromium = ChildProcess.start(command, Map.of("HOME", directory.toString()), directory, log)) {
            chromium.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        }
        return Files.readString(log);
    }
}
