package io.sagegate.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A request to a control plane, once it is known to be signed.
///
/// @param operation of the query and JSON protocols; empty in REST
/// @param form parameters of the query, or of the form in the body
/// @param json the body of JSON protocols
record ControlCall(String method, String path, String operation, Map<String, String> form, JsonNode json) {
    String get(String name) {
        return form.getOrDefault(name, "");
    }

    /// The entries of a list in the query protocol.
    List<String> list(String name) {
        var list = new ArrayList<String>();
        for (var i = 1; form.containsKey(name + ".member." + i); i++) {
            list.add(get(name + ".member." + i));
        }
        return list;
    }

    String text(String name) {
        return json.path(name).asText("");
    }
}
