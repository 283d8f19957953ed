package io.sagegate.filters.body;

import java.util.Locale;
import java.util.regex.Pattern;

/// A `Content-Type` field as far as filters and guards must know it.
///
/// @param type the lower-case media type without parameters
/// @param isUtf8 whether every charset that the field names is UTF-8 or a part of it
public record MediaType(String type, boolean isUtf8) {
    private static final Pattern UTF_8 = Pattern.compile(";\\s*charset\\s*=\\s*(\"?)(?:utf-8|us-ascii)\\1\\s*(?=;|$)");

    public static MediaType of(String contentType) {
        var field = contentType.toLowerCase(Locale.ROOT);
        return new MediaType(
                field.split(";", 2)[0].strip(),
                !UTF_8.matcher(field).replaceAll("").contains("charset"));
    }

    public boolean isJson() {
        return type.equals("application/json") || type.endsWith("+json");
    }
}
