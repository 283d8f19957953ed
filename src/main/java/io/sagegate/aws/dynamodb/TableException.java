package io.sagegate.aws.dynamodb;

import java.util.List;

/// An operation that was refused or not answered.
final class TableException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final String UNREADABLE = "Unreadable";

    private final String code;
    private final transient TableReply reply;

    TableException(String code, TableReply reply) {
        super("DynamoDB refused with " + code);
        this.code = code;
        this.reply = reply;
    }

    private TableException(String message, Exception cause, String code) {
        super(message, cause);
        this.code = code;
        this.reply = TableReply.EMPTY;
    }

    /// No answer at all, or one from something else than DynamoDB.
    static TableException unanswered(Exception cause) {
        return new TableException("DynamoDB did not answer", cause, "");
    }

    /// An item with values that no table of ours holds.
    static TableException unreadable(Exception cause) {
        return new TableException("an item cannot be read", cause, UNREADABLE);
    }

    /// Whether the table was not read, rather than read and found wrong.
    boolean isOutage() {
        return !code.equals(UNREADABLE);
    }

    /// Whether a write's own condition was not met.
    boolean isConditionFailed() {
        return code.equals("ConditionalCheckFailedException");
    }

    /// Whether a transaction's conditions were not met.
    boolean isCanceled() {
        return code.equals("TransactionCanceledException");
    }

    /// The item as it is, where the condition was not met.
    TableItem item() {
        return reply.item();
    }

    /// What became of each write of a transaction.
    List<TableReply.Cancellation> cancellations() {
        return reply.cancellations();
    }
}
