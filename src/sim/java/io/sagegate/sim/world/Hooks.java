package io.sagegate.sim.world;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/// Takes the place of what would make two runs of one seed differ. The gateway's classes are led here as they are
/// loaded.
public final class Hooks {
    private static final Map<String, String> VARIABLES = Map.of(
            "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", "made-up", "AWS_REGION", "eu-west-1");

    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    private Hooks() {}

    public static long nanoTime() {
        return Sim.get().time() + 1_000_000_000L;
    }

    public static long currentTimeMillis() {
        return instant().toEpochMilli();
    }

    /// The time by the clock of the environment whose code runs.
    public static Instant instant() {
        var sim = Sim.get();
        var wrong = sim.environment().map(Environment::clockError).orElse(0L);
        return World.BEGIN.plusNanos(sim.time() + wrong);
    }

    public static InstantSource clock() {
        return Hooks::instant;
    }

    public static void sleep(long millis) {
        Sim.get().sleep(millis * 1_000_000);
    }

    public static void sleep(Duration time) {
        Sim.get().sleep(time.toNanos());
    }

    /// Metrics and the operational log go nowhere.
    public static PrintStream out() {
        return NOWHERE;
    }

    public static Logger logger(String name) {
        return NOPLogger.NOP_LOGGER;
    }

    public static Map<String, String> getenv() {
        return VARIABLES;
    }

    public static String getenv(String name) {
        return VARIABLES.getOrDefault(name, "");
    }

    /// A random id, which never repeats: it comes from the system's entropy.
    public static UUID uuid() {
        var secure = Entropy.of().secure();
        return new UUID(secure.nextLong(), secure.nextLong());
    }

    public static long salt() {
        return Entropy.of().salt();
    }

    public static void salt(long salt) {
        Entropy.of().salt(salt);
    }

    /// Starts a thread in the background of the environment whose code runs.
    public static Thread start(Thread.Builder.OfVirtual thread, Runnable work) {
        var sim = Sim.get();
        sim.start("background", sim.time(), sim.environment().orElse(null), work);
        return Thread.currentThread();
    }

    public static ThreadFactory factory(Thread.Builder.OfVirtual threads) {
        return SimThread::new;
    }

    /// The JDK's copies are in another order in each JVM.
    public static <K, V> Map<K, V> copy(Map<? extends K, ? extends V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<K, V>(map));
    }

    public static <E> Set<E> copy(Collection<? extends E> set) {
        return Collections.unmodifiableSet(new LinkedHashSet<E>(set));
    }
}
