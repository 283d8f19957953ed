package io.sagegate.cli.doctor;

import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sorts out policies that cannot allow an action, so that the simulator is asked of the others only. Errs towards
/// "may": resources and conditions are left to the simulator, and so is a document that cannot be read.
final class MayAllow {
    private static final JsonLimits LIMITS = new JsonLimits(262_144, 16, 32);

    private MayAllow() {}

    static boolean any(String document, Collection<String> actions) {
        if (document.isEmpty()) {
            return true;
        }
        try {
            var root = Json.readObject(document.getBytes(StandardCharsets.UTF_8), LIMITS);
            return entries(root.get("Statement")).stream().anyMatch(statement -> allows(statement, actions));
        } catch (JsonException e) {
            return true;
        }
    }

    private static boolean allows(@Nullable Object statement, Collection<String> actions) {
        if (!(statement instanceof Map<?, ?> members) || !"Allow".equals(members.get("Effect"))) {
            return false;
        }
        return members.containsKey("NotAction")
                || entries(members.get("Action")).stream()
                        .anyMatch(
                                pattern -> actions.stream().anyMatch(action -> like(String.valueOf(pattern), action)));
    }

    private static List<?> entries(@Nullable Object value) {
        return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    }

    /// IAM's patterns for actions, whose letters may be of any case. Takes time linear in each star.
    static boolean like(String anyCase, String action) {
        var pattern = anyCase.toLowerCase(Locale.ROOT);
        var text = action.toLowerCase(Locale.ROOT);
        var star = -1;
        var mark = 0;
        var i = 0;
        for (var j = 0; j < text.length(); ) {
            if (i < pattern.length() && pattern.charAt(i) == '*') {
                star = i++;
                mark = j;
            } else if (i < pattern.length() && (pattern.charAt(i) == '?' || pattern.charAt(i) == text.charAt(j))) {
                i++;
                j++;
            } else if (star >= 0) {
                i = star + 1;
                j = ++mark;
            } else {
                return false;
            }
        }
        return pattern.substring(i).chars().allMatch(c -> c == '*');
    }
}
