package example;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.caffeine.CaffeineProxyManager;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.filter.ratelimit.KeyResolver;
import org.springframework.cloud.gateway.filter.ratelimit.PrincipalNameKeyResolver;
import org.springframework.context.annotation.Bean;

/// A gateway of Spring's own parts: a resource server, a request limiter, a route. `application.yml` says the rest.
@SpringBootApplication
public class SpringGateway {
    /// How long a caller's counter is kept after its last call.
    private static final Duration KEPT = Duration.ofDays(1);

    public static void main(String[] arguments) {
        SpringApplication.run(SpringGateway.class, arguments);
    }

    @Bean
    AsyncProxyManager<String> counters() {
        return new CaffeineProxyManager<String>(Caffeine.newBuilder(), KEPT).asAsync();
    }

    @Bean
    KeyResolver caller() {
        return new PrincipalNameKeyResolver();
    }
}
