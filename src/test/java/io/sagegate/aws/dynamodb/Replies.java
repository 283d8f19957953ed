package io.sagegate.aws.dynamodb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Answers of DynamoDB in bytes.
public final class Replies {
    private Replies() {}

    /// All items in an answer, or none where it cannot be read.
    public static List<TableItem> items(byte[] answer) {
        try {
            var reply = TableReply.read(answer);
            var items = new ArrayList<>(reply.items());
            items.add(reply.item());
            reply.cancellations().forEach(each -> items.add(each.item()));
            return items;
        } catch (IOException e) {
            return List.of();
        }
    }
}
