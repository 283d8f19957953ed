package io.sagegate.filters.body;

import io.sagegate.filters.BodyFilter;

/// Passes bodies on unread, for rules that read none.
final class PassFilter implements BodyFilter {
    @Override
    public byte[] push(byte[] bytes) {
        return bytes;
    }

    @Override
    public byte[] finish() {
        return new byte[0];
    }
}
