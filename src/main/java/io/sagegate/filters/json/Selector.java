package io.sagegate.filters.json;

import io.sagegate.filters.FilterException;
import io.sagegate.policy.obligation.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Drops or keeps members of a JSON value.
public final class Selector {
    private final List<Selection> selections;

    public Selector(List<Selection> selections) {
        this.selections = selections;
    }

    /// Returns the value that may leave; the same object if no member is dropped.
    @Nullable
    public Object apply(@Nullable Object value) throws FilterException {
        var selected = value;
        for (var selection : selections) {
            if (!(selected instanceof Map<?, ?>) && !(selected instanceof List<?>)) {
                throw new FilterException("the answer has no members to select");
            }
            var cursor = Cursor.of(selection.paths());
            selected = switch (selection) {
                case Selection.Drop _ -> dropped(selected, cursor);
                case Selection.Keep _ -> kept(selected, cursor);
            };
        }
        return selected;
    }

    private static @Nullable Object dropped(@Nullable Object value, Cursor cursor) {
        if (cursor.isLost()) {
            return value;
        }
        return switch (value) {
            case Map<?, ?> map -> {
                var rest = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((name, member) -> {
                    var below = cursor.member(String.valueOf(name));
                    if (!below.reached()) {
                        rest.put(String.valueOf(name), dropped(member, below));
                    }
                });
                yield rest;
            }
            case List<?> list -> {
                var rest = new ArrayList<@Nullable Object>(list.size());
                for (var i = 0; i < list.size(); i++) {
                    var below = cursor.element(i);
                    if (!below.reached()) {
                        rest.add(dropped(list.get(i), below));
                    }
                }
                yield rest;
            }
            case null, default -> value;
        };
    }

    /// An empty object or list stays if a path leads through it and finds nothing.
    private static @Nullable Object kept(@Nullable Object value, Cursor cursor) {
        return switch (value) {
            case Map<?, ?> map -> {
                var rest = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((name, member) -> {
                    var below = cursor.member(String.valueOf(name));
                    if (below.reached()) {
                        rest.put(String.valueOf(name), member);
                    } else if (leadsOn(below, member)) {
                        rest.put(String.valueOf(name), kept(member, below));
                    }
                });
                yield rest;
            }
            case List<?> list -> {
                var rest = new ArrayList<@Nullable Object>();
                for (var i = 0; i < list.size(); i++) {
                    var below = cursor.element(i);
                    if (below.reached()) {
                        rest.add(list.get(i));
                    } else if (leadsOn(below, list.get(i))) {
                        rest.add(kept(list.get(i), below));
                    }
                }
                yield rest;
            }
            case null, default -> value;
        };
    }

    private static boolean leadsOn(Cursor below, @Nullable Object value) {
        return below.leadsOn() && (value instanceof Map<?, ?> || value instanceof List<?>);
    }
}
