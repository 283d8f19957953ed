package io.sagegate.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.ByValue;
import io.sagegate.fuzz.FuzzTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// An answer of DynamoDB is read or is an I/O error, and its items can be written back.
public final class TableFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) throws IOException {
        TableReply reply;
        try {
            reply = TableReply.read(input);
        } catch (IOException e) {
            return;
        }
        reply.unread().forEach(key -> assertThat(key.id()).isNotNull());
        for (var item : Replies.items(input)) {
            assertThat(ByValue.of(again(item).attributes())).isEqualTo(ByValue.of(item.attributes()));
        }
    }

    private static TableItem again(TableItem item) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var json = ItemJson.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            ItemJson.write(json, "Item", item.attributes());
            json.writeEndObject();
        }
        return TableReply.read(out.toByteArray()).item();
    }
}
