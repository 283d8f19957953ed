package io.sagegate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

final class HeadersTest {
    private final Headers headers = Headers.of("B", "1", "a", "2", "b", "3");

    @Test
    void namesHaveNoCaseAndValuesKeepTheirOrder() {
        assertThat(headers.all("B")).containsExactly("1", "3");
        assertThat(headers.first("A")).contains("2");
        assertThat(headers.has("c")).isFalse();
        assertThat(headers.first("c")).isEmpty();
    }

    @Test
    void everyValueIsVisited() {
        var seen = new ArrayList<String>();
        headers.forEach((name, value) -> seen.add(name + "=" + value));
        assertThat(seen).containsExactly("a=2", "b=1", "b=3");
    }

    @Test
    void theOthersValuesStandWhereBothHaveAField() {
        var merged = headers.with("b", "4");
        assertThat(merged.all("b")).containsExactly("4");
        assertThat(merged.all("a")).containsExactly("2");
        assertThat(headers.all("b")).hasSize(2);
    }

    @Test
    void printingNamesOnly() {
        assertThat(headers.toString()).isEqualTo("Headers[a, b]");
    }
}
