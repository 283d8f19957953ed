package io.sagegate.local.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sagegate.cli.usage.UsedUp;
import java.util.List;

/// Reads which limits are used up most at this moment.
@FunctionalInterface
public interface LimitsNow {
    List<UsedUp.Line> read() throws Exception;

    /// Adds what was read.
    default void write(ArrayNode to) throws Exception {
        for (var line : read()) {
            var limit = to.addObject()
                    .put("limit", line.limit())
                    .put("who", line.who())
                    .put("percent", line.percent())
                    .put("left", line.left());
            line.seconds().ifPresent(seconds -> limit.put("seconds", seconds));
        }
    }
}
