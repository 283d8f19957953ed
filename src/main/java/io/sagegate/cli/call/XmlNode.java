package io.sagegate.cli.call;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// An element of an answer in AWS's query protocol.
public record XmlNode(String name, String text, List<XmlNode> children) {
    private static final int MAX_DEPTH = 32;
    private static final XMLInputFactory FACTORY = factory();

    public XmlNode {
        children = List.copyOf(children);
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    static XmlNode read(byte[] xml) throws IOException {
        try {
            var reader = FACTORY.createXMLStreamReader(new StringReader(decoded(xml)));
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                // Up to the root element.
            }
            return element(reader, 1);
        } catch (XMLStreamException | CharacterCodingException | RuntimeException e) {
            // The JDK's reader also throws exceptions of its own that no method declares.
            throw new IOException("the answer is not well-formed XML", e);
        }
    }

    /// AWS writes UTF-8. The JDK's reader would guess at the bytes, and print what it cannot decode.
    private static String decoded(byte[] xml) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(xml)).toString();
    }

    private static XmlNode element(XMLStreamReader reader, int depth) throws XMLStreamException, IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("the answer is nested deeper than " + MAX_DEPTH);
        }
        var name = reader.getLocalName();
        var text = new StringBuilder();
        var children = new ArrayList<XmlNode>();
        for (var event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(reader, depth + 1));
            } else if (event == XMLStreamConstants.CHARACTERS) {
                text.append(reader.getText());
            }
        }
        return new XmlNode(name, children.isEmpty() ? text.toString() : "", children);
    }

    /// The first child of the name, or an empty one.
    public XmlNode child(String wanted) {
        return children.stream()
                .filter(child -> child.name().equals(wanted))
                .findFirst()
                .orElse(new XmlNode(wanted, "", List.of()));
    }

    /// The text of the first child of the name, where it has one.
    public Optional<String> value(String wanted) {
        return Optional.of(child(wanted).text()).filter(found -> !found.isEmpty());
    }

    /// The text of the first child of the name, or an empty one.
    public String get(String wanted) {
        return child(wanted).text();
    }

    /// The entries of a list.
    public List<XmlNode> members(String list) {
        return child(list).children();
    }
}
