package io.sagegate.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RoleCredentialsTest {
    private static final String ADDRESS = "aws.containerCredentialsFullUri";

    @Test
    void underSnapStartEachCopyFetchesItsOwnCredentials() throws Exception {
        var fetched = new AtomicInteger();
        var lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        lambda.createContext("/", exchange -> {
            var json = """
                    {"AccessKeyId":"AKIDCOPY%d","SecretAccessKey":"s","Token":"t","Expiration":"2999-01-01T00:00:00Z"}
                    """.formatted(fetched.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, json.length);
            exchange.getResponseBody().write(json);
            exchange.close();
        });
        lambda.start();
        System.setProperty(ADDRESS, "http://127.0.0.1:" + lambda.getAddress().getPort() + "/credentials");
        try {
            var credentials = new RoleCredentials();
            assertThat(credentials.resolveCredentials().accessKeyId()).isEqualTo("AKIDCOPY1");
            assertThat(credentials.resolveCredentials().accessKeyId()).isEqualTo("AKIDCOPY1");

            credentials.forget();

            assertThat(credentials.resolveCredentials().accessKeyId()).isEqualTo("AKIDCOPY2");
        } finally {
            System.clearProperty(ADDRESS);
            lambda.stop(0);
        }
    }
}
