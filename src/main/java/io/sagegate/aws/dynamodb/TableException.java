package io.sagegate.aws.dynamodb;

import java.util.List;

/// Thrown if DynamoDB refused an operation or did not answer.
public final class TableException extends Exception {
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

    /// There was no answer, or one that did not come from DynamoDB.
    public static TableException unanswered(Exception cause) {
        return new TableException("DynamoDB did not answer", cause, "");
    }

    /// An item has values that the gateway's tables never hold.
    static TableException unreadable(Exception cause) {
        return new TableException("an item cannot be read", cause, UNREADABLE);
    }

    /// Whether the table could not be read. False if it was read but is wrong.
    public boolean isOutage() {
        return !code.equals(UNREADABLE);
    }

    /// Whether the write's own condition failed.
    public boolean isConditionFailed() {
        return code.equals("ConditionalCheckFailedException");
    }

    /// Whether the conditions of a transaction failed.
    public boolean isCanceled() {
        return code.equals("TransactionCanceledException");
    }

    /// The item as it is, if a condition failed.
    public TableItem item() {
        return reply.item();
    }

    /// The result of each write of a transaction.
    public List<TableReply.Cancellation> cancellations() {
        return reply.cancellations();
    }
}
