package io.sagegate.local.world;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a JVM listen on 127.0.0.1 if its program asks for all interfaces. It uses the JDK's own
/// `java.nio.channels.spi.SelectorProvider` property.
///
/// It listens on a free port, whatever port the program asks for. It then writes that port to the file that the
/// property [#PORT_FILE] names. So no two programs race for a port, and nobody connects to a stranger.
///
/// DynamoDB Local has no option for the address it listens on. This class is put on that child's class path alone,
/// so it imports only the JDK. The listening channels it opens can be used for blocking accepts (as Jetty uses
/// them), not with a selector.
public final class LoopbackSockets extends SelectorProvider {
    static final String PORT_FILE = "sagegate.port.file";

    private final SelectorProvider platform = builtIn();

    /// For the JDK, which makes an instance by the class's name.
    public LoopbackSockets() {}

    /// The provider that the JDK would have used. It is found by type, since this class has taken the public place.
    private static SelectorProvider builtIn() {
        try {
            return (SelectorProvider) Class.forName("sun.nio.ch.DefaultSelectorProvider")
                    .getMethod("get")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("start this JVM with --add-exports java.base/sun.nio.ch=ALL-UNNAMED", e);
        }
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        return platform.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        return platform.openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() throws IOException {
        return platform.openPipe();
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        return platform.openSelector();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        return new Loopback(this, platform.openServerSocketChannel());
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        return platform.openSocketChannel();
    }

    private static final class Loopback extends ServerSocketChannel {
        private final ServerSocketChannel channel;

        Loopback(SelectorProvider provider, ServerSocketChannel channel) {
            super(provider);
            this.channel = channel;
        }

        @Override
        public ServerSocketChannel bind(@Nullable SocketAddress local, int backlog) throws IOException {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), backlog);
            Path file = Path.of(System.getProperty(PORT_FILE));
            Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
            Files.writeString(unfinished, Integer.toString(channel.socket().getLocalPort()));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return this;
        }

        @Override
        public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
            channel.setOption(name, value);
            return this;
        }

        @Override
        public <T> T getOption(SocketOption<T> name) throws IOException {
            return channel.getOption(name);
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return channel.supportedOptions();
        }

        @Override
        public ServerSocket socket() {
            return channel.socket();
        }

        @Override
        public SocketChannel accept() throws IOException {
            return channel.accept();
        }

        @Override
        public SocketAddress getLocalAddress() throws IOException {
            return channel.getLocalAddress();
        }

        @Override
        protected void implCloseSelectableChannel() throws IOException {
            channel.close();
        }

        @Override
        protected void implConfigureBlocking(boolean block) throws IOException {
            channel.configureBlocking(block);
        }
    }
}
