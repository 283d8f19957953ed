package io.sagegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.policy.Action;
import io.sagegate.reason.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteTest {
    @Test
    void invocationsNameTheirEndpoint() {
        assertThat(Route.of("POST", "/endpoints/fraud-xgb/invocations"))
                .isEqualTo(new Route.Invoke("fraud-xgb", Action.INVOKE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/endpoints/a%2Fb/invocations",
                "/endpoints/../invocations",
                "/endpoints/%2e%2e/invocations",
                "/endpoints/a%252Fb/invocations",
                "/endpoints//invocations",
                "/endpoints/a/invocations/",
                "//endpoints/a/invocations",
                "/endpoints/a\u0000/invocations",
                "/endpoints/a\r\n/invocations",
                "/endpoints/a;x=1/invocations",
                "/endpoints/a_b/invocations",
                "/endpoints/-a/invocations",
                "/endpoints/a?x/invocations",
                "/endpoints/a\\b/invocations",
                "/./healthz",
                "endpoints/a/invocations"
            })
    void requirement14PathsWithMoreThanPlainSegmentsAreRefused(String path) {
        assertThat(Route.of("POST", path))
                .isInstanceOfSatisfying(
                        Route.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.MALFORMED_PATH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "HEAD", "post", "PATCH", ""})
    void requirement15OnlyPostInvokes(String method) {
        assertThat(Route.of(method, "/endpoints/a/invocations"))
                .isInstanceOfSatisfying(Route.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.METHOD_NOT_ALLOWED);
                    assertThat(refused.allow()).containsExactly("POST");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/x",
                "/endpoints",
                "/endpoints/a",
                "/endpoints/a/invocation",
                "/ENDPOINTS/a/invocations"
            })
    void unknownPathsAreNotFound(String path) {
        assertThat(Route.of("POST", path))
                .isInstanceOfSatisfying(
                        Route.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.NO_SUCH_PATH));
    }
}
