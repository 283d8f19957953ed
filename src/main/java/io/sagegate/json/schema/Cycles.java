package io.sagegate.json.schema;

import io.sagegate.json.JsonException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds definitions that lead to themselves. Takes time linear in their number and uses no recursion, since a policy
/// may hold a chain of thousands.
final class Cycles {
    private Cycles() {}

    /// @param references the definitions that each definition refers to
    static void refuse(Map<String, Set<String>> references) throws JsonException {
        var unending = unending(references);
        if (!unending.isEmpty()) {
            throw new JsonException("schema: #/$defs/" + onCycle(unending, references) + " refers to itself");
        }
    }

    /// The definitions that never end: repeatedly removes each definition whose references are all removed.
    private static Set<String> unending(Map<String, Set<String>> references) {
        var waiting = new HashMap<String, Integer>();
        var users = new HashMap<String, List<String>>();
        references.forEach((user, used) -> {
            waiting.put(user, used.size());
            used.forEach(
                    name -> users.computeIfAbsent(name, _ -> new ArrayList<>()).add(user));
        });
        var ending = new ArrayDeque<String>();
        waiting.forEach((name, count) -> addIf(count == 0, name, ending));
        var left = new HashSet<>(references.keySet());
        while (!ending.isEmpty()) {
            var name = ending.remove();
            left.remove(name);
            for (var user : users.getOrDefault(name, List.of())) {
                addIf(waiting.merge(user, -1, Integer::sum) == 0, user, ending);
            }
        }
        return left;
    }

    private static void addIf(boolean ends, String name, ArrayDeque<String> ending) {
        if (ends) {
            ending.add(name);
        }
    }

    /// Finds a definition on a cycle. Each unending definition refers to another one, so the walk returns to its
    /// path.
    private static String onCycle(Set<String> unending, Map<String, Set<String>> references) {
        var seen = new HashSet<String>();
        var name = unending.iterator().next();
        while (seen.add(name)) {
            name = references.getOrDefault(name, Set.of()).stream()
                    .filter(unending::contains)
                    .findFirst()
                    .orElse(name);
        }
        return name;
    }
}
