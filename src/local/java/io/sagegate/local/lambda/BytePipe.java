package io.sagegate.local.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Carries a streamed response from the runtime's connection to the caller's, chunk by chunk, with backpressure.
///
/// If the reader closes early (the client left), the writer goes on and its bytes are dropped, as on Lambda.
final class BytePipe extends InputStream {
    private sealed interface Item {
        record Chunk(byte[] bytes) implements Item {}

        record End() implements Item {}

        record Broken(String why) implements Item {}
    }

    private static final int MAX_CHUNKS = 64;
    private static final byte[] NOTHING = new byte[0];

    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(MAX_CHUNKS);
    private volatile boolean abandoned;
    private byte[] current = NOTHING;
    private int position;
    private boolean ended;

    void write(byte[] bytes) throws InterruptedException {
        put(new Item.Chunk(bytes));
    }

    void end() throws InterruptedException {
        put(new Item.End());
    }

    void fail(String why) throws InterruptedException {
        put(new Item.Broken(why));
    }

    private void put(Item item) throws InterruptedException {
        while (!abandoned && !items.offer(item, 100, TimeUnit.MILLISECONDS)) {
            Thread.onSpinWait();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (position == current.length && !ended) {
            take();
        }
        if (position == current.length) {
            return -1;
        }
        int n = Math.min(length, current.length - position);
        System.arraycopy(current, position, buffer, offset, n);
        position += n;
        return n;
    }

    private void take() throws IOException {
        try {
            switch (items.take()) {
                case Item.Chunk(byte[] bytes) -> {
                    current = bytes;
                    position = 0;
                }
                case Item.End() -> ended = true;
                case Item.Broken(String why) -> throw new IOException(why);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        abandoned = true;
        items.clear();
    }
}
