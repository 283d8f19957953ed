package io.sagegate.aws.dynamodb.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.async.TicketItem;
import io.sagegate.aws.dynamodb.Replies;
import io.sagegate.aws.dynamodb.TableItem;
import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.limits.usage.Hold;
import java.util.Map;

/// Rows of the usage table, as DynamoDB answers them. Each reader finds counters, holds or a ticket that its writer
/// could have written, or none.
public final class UsageRowsFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        for (var item : Replies.items(input)) {
            usage(item);
            ticket(item);
        }
    }

    private static void usage(TableItem item) {
        var usage = UsageAttributes.item(item);
        assertThat(usage.counters().keySet()).isSubsetOf(item.attributes().keySet());
        usage.holds().forEach((id, hold) -> {
            assertThat(item.attributes()).containsKey(UsageAttributes.hold(id));
            assertThat(Hold.parse(hold.text())).contains(hold);
        });
    }

    private static void ticket(TableItem item) {
        TicketItem.read("t", item.attributes(), false).ifPresent(ticket -> {
            assertThat(ticket.toString()).isEqualTo("Ticket[t]");
            assertThat(TicketItem.read("t", Map.copyOf(TicketItem.of(ticket)), false))
                    .contains(ticket);
        });
    }
}
