package io.sagegate.local.control;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Elements of an answer in the query protocol.
final class Xml {
    private Xml() {}

    static String element(String name, Object content) {
        return "<" + name + ">" + content + "</" + name + ">";
    }

    static String text(String name, String text) {
        return element(name, escaped(text));
    }

    static <T> String list(String name, Collection<T> entries, Function<T, String> form) {
        return element(
                name,
                entries.stream()
                        .map(entry -> element("member", form.apply(entry)))
                        .collect(Collectors.joining()));
    }

    static String answer(String operation, String space, String content) {
        return "<" + operation + "Response xmlns=\"" + space + "\">" + element(operation + "Result", content)
                + "<ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata></"
                + operation + "Response>";
    }

    static String error(String code, String message) {
        return "<ErrorResponse><Error><Type>Sender</Type>" + text("Code", code) + text("Message", message)
                + "</Error><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
